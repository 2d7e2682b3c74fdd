package io.lifeos.memory.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server of this machine, and fails as it is told. What the client says always passes. */
final class FaultyProxy implements AutoCloseable {

    /** What happens to what the server says. */
    enum Fault {
        /** It arrives. */
        NONE,
        /** The next connection that the server says something on is reset; then all is well again. */
        CUT_ONCE,
        /** So is each connection. */
        CUT,
        /** The next such connection goes silent, and stays open; then all is well again. */
        HANG_ONCE,
        /** So does each connection. */
        HANG,
        /** It arrives in small pieces, slowly. */
        TRICKLE
    }

    private static final int PIECE = 512;

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesBefore = new AtomicLong();
    private volatile Fault fault = Fault.NONE;

    private FaultyProxy(ServerSocket listener, int serverPort) {
        this.listener = listener;
        this.serverPort = serverPort;
    }

    static FaultyProxy before(int serverPort) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            FaultyProxy proxy = new FaultyProxy(listener, serverPort);
            proxy.inBackground(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Fails in this way after so many more bytes from the server. */
    void fail(Fault next, long bytes) {
        bytesBefore.set(bytes);
        fault = next;
    }

    /** Fails no more. What is silent stays so. */
    void heal() {
        fault = Fault.NONE;
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.add(client);
            sockets.add(server);
            inBackground(() -> pass(client, server));
            inBackground(() -> passOrFail(server, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private void passOrFail(Socket server, Socket client) throws IOException {
        try (server;
                client) {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                Fault now = fault;
                if (now == Fault.NONE || bytesBefore.addAndGet(-length) > 0) {
                    out.write(piece, 0, length);
                } else if (now == Fault.TRICKLE) {
                    pause(3);
                    out.write(piece, 0, length);
                } else {
                    fail(now, client, out, piece, length);
                    return;
                }
            }
        }
    }

    /** In the middle of a piece. */
    private void fail(Fault now, Socket client, OutputStream out, byte[] piece, int length) throws IOException {
        if (now == Fault.CUT_ONCE || now == Fault.HANG_ONCE) {
            heal();
        }
        out.write(piece, 0, length / 2);
        if (now == Fault.CUT || now == Fault.CUT_ONCE) {
            client.setSoLinger(true, 0);
        } else {
            pause(Long.MAX_VALUE);
        }
    }

    private static void pause(long milliseconds) throws IOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Part of a connection's life. */
    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // The end of a connection is what this class is about.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
