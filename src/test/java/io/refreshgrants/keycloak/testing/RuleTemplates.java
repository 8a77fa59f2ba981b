package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Auth0's published rule templates, unchanged, as rules of a realm, and what they look at. {@code -Dauth0.rules=} names a
 * checkout of github.com/auth0/rules; nothing of it is kept here.
 */
public final class RuleTemplates implements BeforeEachCallback, AfterEachCallback {

    public static final String PASSED = "200";

    /** The system property that names the checkout. */
    public static final String CHECKOUT = "auth0.rules";

    public static final String NO_CHECKOUT = "-Dauth0.rules= names no checkout of https://github.com/auth0/rules";

    private static final Pattern CONFIGURED = Pattern.compile("\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b");
    private static final String USER = "carol";

    private final DemoRealm realm;
    private final RealmRules rules;
    private Application application = WEB_APP;

    public RuleTemplates(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    public static Path folder() {
        return Path.of(System.getProperty(CHECKOUT), "src", "rules");
    }

    private static String text(String template) {
        try {
            return Files.readString(folder().resolve(template + ".js"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins with a new user, whose attributes an admin may set as they like. */
    @Override
    public void beforeEach(ExtensionContext context) {
        realm.users().allowUnmanagedAttributes();
        realm.users().replace(USER);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        removeAll();
    }

    /** Makes a template a rule of the realm. */
    public void rule(String template) {
        rules.script(template, "rule", 1, text(template));
    }

    /** Shows in the ID token what a rule after the template's sees. */
    public void show(String expression) {
        rules.rule("show", 2, "context.idToken.seen = " + expression + "; callback(null, user, context);");
    }

    public void removeAll() {
        rules.removeAll();
    }

    public void configuration(Map<String, String> values, String connection) {
        rules.add("configuration", "configuration", Map.of("values", Http.json(values), "connection", connection));
    }

    public void connection(String name) {
        configuration(Map.of(), name);
    }

    /** Everything that a template may look for in its configuration. */
    public Map<String, String> everyValue(String template) {
        return CONFIGURED
                .matcher(text(template))
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> "1"));
    }

    public void user(String field, Object value) {
        realm.admin().change(realm.users().path(USER), user -> user.putPOJO(field, value));
    }

    public void attribute(String name, String... values) {
        realm.admin().change(realm.users().path(USER), user -> {
            ObjectNode attributes = user.withObjectProperty("attributes");
            attributes.putPOJO(name, List.of(values));
        });
    }

    public JsonNode attributes() {
        return expect(200, realm.admin().get(realm.users().path(USER))).json().path("attributes");
    }

    /** Logs in from now on from a copy of the web application that is called as a template has it in its text. */
    public void from(String clientId, String name) {
        ObjectNode client = (ObjectNode)
                expect(200, realm.admin().get(realm.clients().path(WEB_APP))).json();
        client.remove("id");
        realm.admin()
                .post(
                        "/" + realm.name() + "/clients",
                        client.put("clientId", clientId).put("name", name));
        application = new Application(clientId, WEB_APP.secret());
    }

    public Answer login() {
        return realm.token(application.password(USER, ORDERS, "openid profile offline_access"));
    }

    /** A login in the browser, with more parameters than it needs. */
    public Answer browserLogin(String... more) {
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid").with(Parameters.of(more));
        return realm.token(WEB_APP.code(realm.browser().code(request, USER)));
    }

    /** A claim of the ID token of a login that succeeds. */
    public JsonNode idToken(String claim) {
        return expect(200, login()).claims("id_token").path(claim);
    }

    /** What comes of a login. */
    public String outcome() {
        return outcome(login());
    }

    /** {@link #PASSED}, or the refusal. */
    public static String outcome(Answer answer) {
        return answer.status() == 200 ? PASSED : answer.refusal();
    }
}
