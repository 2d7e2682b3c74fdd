package io.lifeos.memory.bank;

import io.lifeos.memory.fact.Entity;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The file of an entity, where the Python program has it too: {@code tokens/KR8TIV.md} for {@code @KR8TIV}. Two entities may
 * share one, as characters that a name of a file cannot have become underscores; each has sections of its own.
 */
final class EntityFiles {

    private static final Pattern SIGNS = Pattern.compile("^[@$]+");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[<>:\"/\\\\|?*\\s\\p{Cntrl}]|^[.]+");
    private static final int LONGEST = 100;

    private EntityFiles() {}

    /** Returns the path below {@code bank/entities/}. */
    static Path pathOf(Entity entity) {
        String name = NOT_OF_A_NAME
                .matcher(SIGNS.matcher(entity.name()).replaceFirst(""))
                .replaceAll("_");
        String file = isUsable(name) ? name : replacementOf(name, entity);
        return switch (entity.type().name()) {
            case "token" -> Path.of("tokens", file + ".md");
            case "user" -> Path.of("users", file + ".md");
            case "strategy" -> Path.of("strategies", file + ".md");
            default -> Path.of(file + ".md");
        };
    }

    /** The locale of the process may have no letters for it. */
    private static boolean isUsable(String name) {
        Charset files = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && files.newEncoder().canEncode(name);
    }

    private static String replacementOf(String name, Entity entity) {
        String ascii = name.replaceAll("[^\\w.-]", "");
        return ascii.substring(0, Math.min(ascii.length(), LONGEST / 2)) + "_"
                + UUID.nameUUIDFromBytes(entity.name().getBytes(StandardCharsets.UTF_8));
    }

    static String oneLine(String name) {
        return name.replaceAll("\\p{Cntrl}", " ");
    }
}
