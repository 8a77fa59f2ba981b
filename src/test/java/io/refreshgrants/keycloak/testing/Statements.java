package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL statements that requests run at a server, which logs them as long as this is open. */
public final class Statements implements AutoCloseable {

    /** Of the threads of requests: Keycloak's background tasks have others. */
    private static final Pattern SQL = Pattern.compile("\\[org\\.hibernate\\.SQL\\] \\((executor-thread-\\d+)\\) (.*)");

    private final TestServer server;
    private final long begin;

    Statements(TestServer server) throws IOException {
        this.server = server;
        log(true);
        this.begin = Files.size(server.log());
    }

    /** All since the beginning. */
    public List<String> all() throws IOException {
        return server.logSince(begin)
                .lines()
                .map(SQL::matcher)
                .filter(Matcher::find)
                .map(statement -> statement.group(2))
                .toList();
    }

    private void log(boolean on) {
        Probe probe = DemoRealm.at(server.url(), "master").probe();
        expect(204, probe.post("/testing/statements?on=" + on));
    }

    @Override
    public void close() {
        log(false);
    }
}
