package io.refreshgrants.keycloak.campaign.soak;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;

/** Logins. Each returns the number of requests it took. */
final class LoggingIn {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final int REQUESTS_OF_A_BROWSER = 5;

    private static final List<SoakedClient> BY_PASSWORD =
            List.of(SoakedClient.WEB, SoakedClient.RULED, SoakedClient.NATIVE, SoakedClient.ROTATING);

    private final Visitor visitor;

    LoggingIn(Visitor visitor) {
        this.visitor = visitor;
    }

    int withPassword() {
        return withPassword(visitor.any(BY_PASSWORD));
    }

    int withPassword(SoakedClient client) {
        String audience = visitor.any(List.of(ORDERS, BILLING));
        var request = client.application.password(visitor.name, audience, SCOPE);
        DemoRealm node = visitor.node();
        boolean auth0 = visitor.random.nextBoolean();
        Answer answer = visitor.send(() -> auth0 ? node.token(request) : node.keycloakToken(request));
        keep(client, audience, expect(200, answer));
        visitor.tally.count("login by password");
        return 1;
    }

    /** A login with form, code and PKCE, sometimes followed by a logout, which the refresh token survives. */
    int withBrowser() {
        DemoRealm node = visitor.node();
        var request = Browser.withPkce(Browser.codeRequest(SoakedClient.BROWSER.application, ORDERS, SCOPE));
        String code = node.browser().code(request, visitor.name);
        var exchange = SoakedClient.BROWSER.application.code(code).with("code_verifier", Browser.VERIFIER);
        Answer answer = visitor.send(() -> visitor.node().token(exchange));
        keep(SoakedClient.BROWSER, ORDERS, expect(200, answer));
        visitor.tally.count("login by browser");
        if (visitor.random.nextBoolean()) {
            visitor.holdings.leftSession(visitor.moment().end());
            return REQUESTS_OF_A_BROWSER;
        }
        String session = answer.claims("id_token").path("sid").asText();
        expect(204, node.admin().delete("/" + node.name() + "/sessions/" + session));
        visitor.tally.count("logout, refresh token lives");
        return REQUESTS_OF_A_BROWSER + 1;
    }

    private void keep(SoakedClient client, String audience, Answer answer) {
        int ended = visitor.holdings.add(new HeldFamily(client, audience, answer, visitor.moment()));
        visitor.tally.count("pushed out by the cap", ended);
    }

    /** A login for an API without offline access: no refresh token and no error. */
    int withoutOfflineAccess() {
        var request = SoakedClient.WEB.application.password(visitor.name, REPORTS, SCOPE);
        Answer answer = expect(200, visitor.send(() -> visitor.node().token(request)));
        visitor.holdings.leftSession(visitor.moment().end());
        if (answer.has("refresh_token")) {
            throw new AssertionError("A refresh token for an API that allows none");
        }
        visitor.tally.count("login without offline access");
        return 1;
    }

    int asMachine() {
        var request =
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS);
        expect(200, visitor.send(() -> visitor.node().token(request)));
        visitor.tally.count("client credentials");
        return 1;
    }
}
