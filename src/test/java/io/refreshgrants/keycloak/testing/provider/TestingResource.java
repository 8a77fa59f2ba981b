package io.refreshgrants.keycloak.testing.provider;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.CacheRealmProvider;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.RefreshToken;
import org.keycloak.timer.TimerProvider;

/** The server's clock and timer, and a window on the ledger's table. */
public final class TestingResource {

    private final KeycloakSession session;

    TestingResource(KeycloakSession session) {
        this.session = session;
    }

    /** Moves the clock of this server, absolutely: seconds from the real time. */
    @POST
    @Path("clock")
    public void clock(@QueryParam("offset") int offset) {
        Time.setOffset(offset);
    }

    /** Changes a component's config without asking whether it is valid, as a hand in the database may. */
    @POST
    @Path("component")
    public void component(@QueryParam("id") String id, @QueryParam("name") String name, String value) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery("update COMPONENT_CONFIG set VALUE = ?1 where COMPONENT_ID = ?2 and NAME = ?3")
                .setParameter(1, value)
                .setParameter(2, id)
                .setParameter(3, name)
                .executeUpdate();
        session.getProvider(CacheRealmProvider.class).clear();
    }

    /** Bytes on the heap that are still in use after a collection. */
    @POST
    @Path("heap")
    @Produces(MediaType.TEXT_PLAIN)
    public String heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return String.valueOf(memory.getHeapMemoryUsage().getUsed());
    }

    /** The rows of the realm as they are in the table. */
    @GET
    @Path("ledger")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Object>> ledger() {
        return rows("select * from RG_FAMILY where REALM_ID = ?1 order by CREATED_AT, ID");
    }

    /** Those of them that are alive. */
    @GET
    @Path("ledger/living")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Object>> living() {
        return rows("select * from RG_FAMILY where REALM_ID = ?1 and REVOKED_AT is null order by CREATED_AT, ID");
    }

    /** Lets a family rest on another session, as no request can. */
    @POST
    @Path("ledger/session")
    public void rest(@QueryParam("family") String family, @QueryParam("session") String sessionId) {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery("update RG_FAMILY set SESSION_ID = ?1 where ID = ?2")
                .setParameter(1, sessionId)
                .setParameter(2, family)
                .executeUpdate();
    }

    /** The rows of every realm. */
    @GET
    @Path("ledger/all")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Object>> all() {
        return rows("select * from RG_FAMILY where ?1 is not null order by CREATED_AT, ID");
    }

    /** Takes the realm's rows from the table, and leaves all else. */
    @POST
    @Path("ledger/forget")
    public void forget() {
        session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createNativeQuery("delete from RG_FAMILY where REALM_ID = ?1")
                .setParameter(1, session.getContext().getRealm().getId())
                .executeUpdate();
    }

    /** The realm's offline sessions as they are in Keycloak's table. */
    @GET
    @Path("sessions")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Object>> sessions() {
        return rows("select USER_SESSION_ID, LAST_SESSION_REFRESH from OFFLINE_USER_SESSION"
                + " where REALM_ID = ?1 and OFFLINE_FLAG = '1'");
    }

    /** What a server without the extension says to a refresh token: nothing, or why it refuses. */
    @POST
    @Path("stock")
    @Produces(MediaType.TEXT_PLAIN)
    public String stock(@QueryParam("client") String clientId, String encoded) {
        KeycloakContext context = session.getContext();
        context.setClient(context.getRealm().getClientByClientId(clientId));
        TokenManager stock = new TokenManager();
        try {
            RefreshToken token = stock.verifyRefreshToken(
                    session, context.getRealm(), context.getClient(), context.getHttpRequest(), encoded, true);
            stock.validateToken(
                    session,
                    context.getUri(),
                    context.getConnection(),
                    context.getRealm(),
                    token,
                    context.getHttpRequest().getHttpHeaders(),
                    token.getScope());
            return "";
        } catch (OAuthErrorException e) {
            return e.getDescription();
        }
    }

    /** Whether the server logs its SQL statements. */
    @POST
    @Path("statements")
    public void statements(@QueryParam("on") boolean on) {
        Logger.getLogger("org.hibernate.SQL").setLevel(on ? Level.FINE : null);
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> rows(String sql) {
        EntityManager em = session.getProvider(JpaConnectionProvider.class).getEntityManager();
        List<Tuple> rows = em.createNativeQuery(sql, Tuple.class)
                .setParameter(1, session.getContext().getRealm().getId())
                .getResultList();
        return rows.stream().map(TestingResource::row).toList();
    }

    private static Map<String, Object> row(Tuple tuple) {
        Map<String, Object> row = new LinkedHashMap<>();
        tuple.getElements().forEach(column -> row.put(column.getAlias().toUpperCase(Locale.ROOT), tuple.get(column)));
        return row;
    }

    /** Runs a scheduled task now, as the timer would. */
    @POST
    @Path("task")
    public void task(@QueryParam("name") String name) {
        session.getProvider(TimerProvider.class).getTasks().entrySet().stream()
                .filter(task -> task.getKey().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getRunnable()
                .run();
    }
}
