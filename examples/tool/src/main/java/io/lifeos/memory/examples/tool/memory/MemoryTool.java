package io.lifeos.memory.examples.tool.memory;

import io.lifeos.memory.MemoryStoreBuilder;
import java.nio.file.Path;

/** What a command for a memory needs of the tool that it belongs to. */
public interface MemoryTool {

    /** {@return the folder of the memory} */
    Path root();

    /** {@return the memory as it is to be opened} */
    MemoryStoreBuilder memory();

    /**
     * Tells a person or a program the answer.
     *
     * @param answer the answer
     * @return the exit code of the process
     */
    int tell(Answer answer);

    /**
     * Asks a person at a terminal. Nobody to ask is no consent.
     *
     * @param question the question
     * @return true if the person agrees
     */
    boolean isAgreed(String question);
}
