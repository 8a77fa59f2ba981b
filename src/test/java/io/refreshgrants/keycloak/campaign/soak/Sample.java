package io.refreshgrants.keycloak.campaign.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures taken between two periods of load, after pruning and a full garbage collection. */
record Sample(Map<String, Long> figures, Map<String, Long> rows) {

    static Sample take(SoakedNodes nodes, Reckoning reckoning, long minute, long requests, long perSecond) {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("minute", minute);
        figures.put("requests", requests);
        figures.put("requests/s", perSecond);
        figures.put("families held", reckoning.families());
        figures.put("families", (long) nodes.tables.families().size());
        figures.put("offline sessions", (long) nodes.tables.offlineSessions().size());
        figures.put("browser sessions allowed", reckoning.sessionsAllowed());
        figures.put("browser sessions", nodes.tables.sessions());
        figures.put("their clients", nodes.tables.clientSessions());
        for (int node = 0; node < nodes.processes().size(); node++) {
            figures.put("MB of heap, node " + (node + 1), nodes.liveHeap(node));
            figures.put("threads, node " + (node + 1), nodes.metric(node, "jvm_threads_live_threads"));
            figures.put("files, node " + (node + 1), nodes.metric(node, "process_files_open_files"));
        }
        figures.put("connections", nodes.tables.connections());
        return new Sample(figures, nodes.tables.rows());
    }

    long rowsInAll() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
