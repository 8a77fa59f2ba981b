package io.refreshgrants.keycloak.campaign.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between two processes of this machine that can be slow, and cut where it hurts. */
final class Line implements Closeable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private volatile Cut cut;

    Line(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("line to " + target, this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Lets every answer wait. */
    void delay(Duration by) {
        delay = by;
    }

    /** Cuts one connection, once: at the first request with a word that follows one with another word. */
    Cut cutAt(Cut.Side side, String after, String word) {
        cut = Cut.of(side, after, word);
        return cut;
    }

    /** Cuts every connection there is; new ones work. */
    void cutAll() {
        connections.forEach(Connection::close);
    }

    private void accept() throws IOException {
        while (true) {
            Connection connection = new Connection(entrance.accept());
            connections.add(connection);
            try {
                connection.open();
            } catch (IOException e) {
                connection.close(); // Nobody is there to connect to.
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of the ends has gone.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cutAll();
    }

    private final class Connection implements Closeable {

        private final Socket caller;
        private final Socket called = new Socket();
        private volatile Cut following;
        private volatile boolean losesAnswer;

        Connection(Socket caller) {
            this.caller = caller;
        }

        void open() throws IOException {
            called.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            start("requests", () -> pump(caller, called, this::mayPass));
            start("answers", () -> pump(called, caller, (bytes, length) -> answered()));
        }

        private boolean mayPass(byte[] bytes, int length) {
            Cut ordered = cut;
            if (ordered == null) {
                return true;
            }
            String request = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            if (request.contains(ordered.after())) {
                following = ordered;
            }
            if (!ordered.equals(following) || !request.contains(ordered.word())) {
                return true;
            }
            cut = null;
            losesAnswer = ordered.side() == Cut.Side.AFTER;
            if (!losesAnswer) {
                ordered.make();
            }
            return losesAnswer;
        }

        private boolean answered() throws InterruptedException {
            if (losesAnswer) {
                following.make();
            }
            Thread.sleep(delay.toMillis());
            return !losesAnswer;
        }

        private interface Guard {
            boolean mayPass(byte[] bytes, int length) throws InterruptedException;
        }

        private void pump(Socket from, Socket to, Guard guard) throws IOException, InterruptedException {
            try (this;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] bytes = new byte[65_536];
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    if (!guard.mayPass(bytes, length)) {
                        return;
                    }
                    out.write(bytes, 0, length);
                }
            }
        }

        @Override
        public void close() {
            connections.remove(this);
            try {
                caller.close();
                called.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }
}
