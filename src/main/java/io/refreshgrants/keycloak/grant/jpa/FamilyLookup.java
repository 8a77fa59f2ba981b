package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RevocationReason;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;

/**
 * Reads a family's row, in the transaction at hand. Every refresh waits for this, and by way of Hibernate, as everything else
 * is read, it takes some more of a processor's time (docs/performance.md). Nothing stays in the persistence context, so that a
 * second look sees the table.
 */
final class FamilyLookup {

    /** Where Hibernate logs its statements: who wants to see them wants to see this one. */
    private static final Logger SQL = Logger.getLogger("org.hibernate.SQL");

    private static final String COLUMNS = "ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,"
            + " TOKEN_COUNT, ROTATING, SESSION_ID, SCOPE, CREATED_AT, LAST_EXCHANGED_AT, EXPIRES_AT, IDLE_EXPIRES_AT,"
            + " FIRST_IP, FIRST_USER_AGENT, LAST_IP, LAST_USER_AGENT, REVOKED_AT, REVOKED_REASON";

    /** Behind the 22 columns. */
    private static final int NOW = 23;

    private final EntityManager em;
    private final SessionFactoryImplementor factory;
    private final DatabaseClock clock;

    FamilyLookup(EntityManager em) {
        this.em = em;
        this.factory = em.getEntityManagerFactory().unwrap(SessionFactoryImplementor.class);
        this.clock = DatabaseClock.of(factory.getJdbcServices().getDialect());
    }

    /** The statement, with the schema that Keycloak is configured with. */
    String sql() {
        String table = factory.getMappingMetamodel()
                .getEntityDescriptor(FamilyEntity.class)
                .getMappedTableDetails()
                .getTableName();
        return "select " + COLUMNS + ", " + clock.expression() + " from " + table + " where ID = ?";
    }

    Optional<Entry> find(String familyId) {
        return em.unwrap(Session.class).doReturningWork(connection -> find(connection, familyId));
    }

    private Optional<Entry> find(Connection connection, String familyId) throws SQLException {
        String sql = sql();
        SQL.debug(sql);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, familyId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(entry(row)) : Optional.empty();
            }
        }
    }

    private Entry entry(ResultSet row) throws SQLException {
        // The offset is 0 but for tests that move Keycloak's clock.
        Instant now = clock.read(row, NOW).plusSeconds(Time.getOffset());
        return new Entry(family(row).toFamily(), now);
    }

    private static FamilyEntity family(ResultSet row) throws SQLException {
        FamilyEntity family = new FamilyEntity();
        family.id = row.getString(1);
        family.realmId = row.getString(2);
        family.userId = row.getString(3);
        family.clientId = row.getString(4);
        family.audience = row.getString(5);
        family.tokenId = row.getString(6);
        family.previousTokenId = row.getString(7);
        family.rotatedAt = number(row, 8);
        family.tokenCount = row.getInt(9);
        family.rotating = row.getBoolean(10);
        family.sessionId = row.getString(11);
        family.scope = row.getString(12);
        family.createdAt = row.getLong(13);
        family.lastExchangedAt = row.getLong(14);
        family.expiresAt = number(row, 15);
        family.idleExpiresAt = number(row, 16);
        family.firstIp = row.getString(17);
        family.firstUserAgent = row.getString(18);
        family.lastIp = row.getString(19);
        family.lastUserAgent = row.getString(20);
        family.revokedAt = number(row, 21);
        String reason = row.getString(22);
        family.revokedReason = reason == null ? null : RevocationReason.valueOf(reason);
        return family;
    }

    private static Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
