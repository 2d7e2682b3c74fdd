package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.MemoryException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command for the memory in a folder, which needs no PostgreSQL. It takes the tool's options for a memory. */
@Command(sortOptions = false, usageHelpAutoWidth = true, abbreviateSynopsis = true)
abstract class MemoryCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable MemoryTool tool;

    /** Does the work, and closes what it opened. */
    abstract Answer work(MemoryTool tool);

    @Override
    public final Integer call() {
        SharedOptions.refuseOthersBefore(Objects.requireNonNull(spec));
        MemoryTool parent = Objects.requireNonNull(tool);
        return parent.tell(work(parent));
    }

    /** Opens a memory that is there for writing: an absent one would be begun, and a wrong folder be taken for right. */
    static MemoryStore openPresent(MemoryTool tool) {
        if (!MemoryFolder.of(tool.root()).holdsMemory()) {
            tool.memory().openReadOnly().close();
        }
        return tool.memory().open();
    }

    /** The fact with an id, forgotten or not. */
    final Fact present(MemoryStore memory, long id) {
        return memory.find(id)
                .orElseThrow(() -> new MemoryException("There is no fact " + id + " in the memory at "
                        + memory.workspace().root() + "; nothing was changed; the command list shows what there is."));
    }

    /** Reports what the library refuses as an argument as wrong usage, since it was given on the command line. */
    final <T> T valid(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses what was asked for. */
    final ParameterException wrong(String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }
}
