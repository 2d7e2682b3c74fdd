package io.lifeos.memory.backup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What may befall a file: flipped bits, lost, doubled and exchanged parts, and what people and tools do to it. */
final class Mutations {

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** Changes some bytes. */
    byte[] ofBytes(byte[] whole) {
        int at = random.nextInt(whole.length);
        int to = Math.min(whole.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(8)) {
            case 0, 1 -> flipped(whole, at);
            case 2 -> joined(whole, at, random.nextInt(256), at + 1);
            case 3 -> Arrays.copyOf(whole, at);
            case 4 -> joined(whole, at, -1, to);
            case 5 -> joined(whole, to, -1, at);
            case 6 -> joined(whole, whole.length, random.nextInt(256), random.nextInt(whole.length));
            default -> exchanged(whole, at, random.nextInt(whole.length), to - at);
        };
    }

    private byte[] flipped(byte[] whole, int at) {
        byte[] bytes = whole.clone();
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    /** The bytes up to a place, one more unless it is -1, and those from another place on. */
    private static byte[] joined(byte[] whole, int until, int one, int from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(whole, 0, until);
        if (one >= 0) {
            bytes.write(one);
        }
        bytes.write(whole, from, whole.length - from);
        return bytes.toByteArray();
    }

    private static byte[] exchanged(byte[] whole, int one, int other, int length) {
        byte[] bytes = whole.clone();
        int fits = Math.min(length, whole.length - Math.max(one, other));
        System.arraycopy(whole, one, bytes, other, fits);
        System.arraycopy(whole, other, bytes, one, fits);
        return bytes;
    }

    /** Changes lines, or takes some from another file. */
    byte[] ofLines(byte[] whole, byte[] other) {
        List<String> lines = new ArrayList<>(lines(whole));
        List<String> others = lines(other);
        int at = random.nextInt(lines.size());
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.set(at, lines.get(random.nextInt(lines.size())));
            case 4 -> lines.set(at, others.get(Math.min(at, others.size() - 1)));
            case 5 -> lines.set(at, lines.get(at).replaceFirst("[0-8](?=\\D*$)", "9"));
            default -> lines.set(at, lines.get(at).replaceFirst("(?<=[a-z ])[a-z](?=[a-z ]+\"[,}])", "q"));
        }
        return String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    /** Packs a zip file anew with another entry, name or content, as a tool would, but for the manifest. */
    byte[] ofEntries(byte[] whole) throws IOException {
        Map<String, byte[]> contents = unpacked(whole);
        List<String> names = new ArrayList<>(contents.keySet());
        String name = names.get(random.nextInt(names.size()));
        String file = names.stream().filter(n -> !n.endsWith("/")).toList().get(random.nextInt(3));
        switch (random.nextInt(5)) {
            case 0 -> names.remove(name);
            case 1 -> Collections.swap(names, names.indexOf(name), random.nextInt(names.size()));
            case 2 -> names.add(random.nextInt(names.size()), "added");
            case 3 -> names.set(names.indexOf(name), name.replaceFirst("[a-z]", "q"));
            default -> contents.computeIfPresent(file, (n, content) -> ofBytes(content));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(1);
            for (String packed : names) {
                out.putNextEntry(new ZipEntry(packed));
                out.write(contents.getOrDefault(packed, new byte[0]));
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> unpacked(byte[] whole) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                contents.put(entry.getName(), zip.readAllBytes());
            }
        }
        return contents;
    }
}
