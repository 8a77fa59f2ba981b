package io.refreshgrants.keycloak.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports that nobody uses. Not from the range that the system takes ports of outgoing connections from: a server binds its
 * ports half a minute later, and somebody's connection could have one of them by then.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    public static int one() {
        return several(1).get(0);
    }

    /** Different ones. None is given twice: servers that start at the same time bind theirs later. */
    public static List<Integer> several(int count) {
        return new Random()
                .ints(FIRST, LAST)
                .distinct()
                .filter(FreePorts::isFree)
                .filter(GIVEN::add)
                .limit(count)
                .boxed()
                .toList();
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
