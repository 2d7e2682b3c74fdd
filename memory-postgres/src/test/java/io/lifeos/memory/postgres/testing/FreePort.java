package io.lifeos.memory.postgres.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports at which nobody listens. They lie below those that a system lends to whoever asks for any, and tests that run
 * side by side in several JVMs take theirs from different places, so that nobody else takes one before it is used.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int PORTS_OF_A_JVM = 50;
    private static final int JVMS = 400;

    private static final int FIRST_OF_THIS_JVM =
            FIRST + (int) (ProcessHandle.current().pid() % JVMS) * PORTS_OF_A_JVM;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private FreePort() {}

    /** One that was not given out lately. */
    public static int next() {
        for (int i = 0; i < PORTS_OF_A_JVM; i++) {
            int port = FIRST_OF_THIS_JVM + TAKEN.getAndIncrement() % PORTS_OF_A_JVM;
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("No port is free from " + FIRST_OF_THIS_JVM + " on.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
