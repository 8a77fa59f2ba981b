package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.testing.Mariadb;
import io.refreshgrants.keycloak.testing.Postgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** A database with the ledger's tables alone: as much of the change log as a test wants, and the ledger on it. */
public final class LedgerDatabase implements AutoCloseable {

    private final String url;
    private final String user;
    private final Connection connection;
    private final List<String> statements = new ArrayList<>();
    private EntityManagerFactory factory;

    private LedgerDatabase(String url, String user) throws SQLException {
        this.url = url;
        this.user = user;
        this.connection = DriverManager.getConnection(url, user, user);
    }

    static LedgerDatabase h2() throws SQLException {
        return new LedgerDatabase("jdbc:h2:mem:ledger", "sa");
    }

    static LedgerDatabase postgres(Postgres postgres) throws SQLException {
        Map<String, String> settings = postgres.emptyDatabase("ledger");
        // Statements as they are written: EXPLAIN takes "$1" for itself.
        return new LedgerDatabase(
                settings.get("KC_DB_URL") + "?preferQueryMode=simple", settings.get("KC_DB_USERNAME"));
    }

    static LedgerDatabase mariadb(Mariadb mariadb) throws SQLException {
        return mariadb(mariadb, "READ-COMMITTED");
    }

    /** MariaDB with an isolation of transactions that is not the one it was started with. */
    public static LedgerDatabase mariadb(Mariadb mariadb, String isolation) throws SQLException {
        Map<String, String> settings = mariadb.emptyDatabase("ledger");
        return new LedgerDatabase(
                settings.get("KC_DB_URL") + "?sessionVariables=transaction_isolation='" + isolation + "'",
                settings.get("KC_DB_USERNAME"));
    }

    /** How many change sets have still to run. */
    public int changeSetsToRun() throws LiquibaseException {
        return liquibase().listUnrunChangeSets(null, null).size();
    }

    /** Runs the next change sets, but no more than this many. */
    public void update(int changeSets) throws LiquibaseException {
        liquibase().update(changeSets, "");
    }

    private Liquibase liquibase() throws LiquibaseException {
        return new Liquibase(
                new LedgerEntityProviderFactory().create(null).getChangelogLocation(),
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(connection));
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        if (!connection.getAutoCommit()) {
            connection.commit(); // Liquibase leaves it off.
        }
    }

    /** The first column of a query. */
    public List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    /** What the ledger says to one question. Nothing of it stays. */
    public <T> T ask(Function<Ledger, T> question) {
        try (EntityManager em = ledger().createEntityManager()) {
            em.getTransaction().begin();
            try {
                return question.apply(new JpaLedger(em));
            } finally {
                em.getTransaction().rollback();
            }
        }
    }

    /** The statements that a question to the ledger takes. */
    List<String> statementsOf(Consumer<Ledger> question) {
        statements.clear();
        ask(ledger -> {
            question.accept(ledger);
            return ledger;
        });
        return List.copyOf(statements);
    }

    private EntityManagerFactory ledger() {
        if (factory == null) {
            StatementInspector inspector = sql -> {
                statements.add(sql);
                return sql;
            };
            factory = new PersistenceConfiguration("ledger")
                    .managedClass(FamilyEntity.class)
                    .managedClass(FamilyMetadataEntity.class)
                    .managedClass(LoginLockEntity.class)
                    .property(JdbcSettings.JAKARTA_JDBC_URL, url)
                    .property(JdbcSettings.JAKARTA_JDBC_USER, user)
                    .property(JdbcSettings.JAKARTA_JDBC_PASSWORD, user)
                    .property(JdbcSettings.STATEMENT_INSPECTOR, inspector)
                    .createEntityManagerFactory();
        }
        return factory;
    }

    @Override
    public void close() throws SQLException {
        if (factory != null) {
            factory.close();
        }
        connection.close();
    }
}
