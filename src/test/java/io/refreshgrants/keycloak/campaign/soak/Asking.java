package io.refreshgrants.keycloak.campaign.soak;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.Map;

/** Requests that change nothing: what an admin reads, and requests that are refused. */
final class Asking {

    private static final Application APPLICATION = SoakedClient.WEB.application;

    private final Visitor visitor;

    Asking(Visitor visitor) {
        this.visitor = visitor;
    }

    int asAdmin() {
        DemoRealm node = visitor.node();
        String user = node.users().path(visitor.name);
        Answer consents = expect(200, node.admin().get(user + "/consents"));
        // This application's tokens do not expire, so families that a sign-out has ended are listed until they are
        // pruned.
        if (visitor.holdings.families().stream().anyMatch(family -> family.client == SoakedClient.WEB)
                && !consents.body().contains(APPLICATION.clientId())) {
            throw new AssertionError(APPLICATION.clientId() + " is not among the user's applications");
        }
        expect(200, node.admin().get(user + "/sessions"));
        visitor.tally.count("read by an admin");
        return 4;
    }

    int tryRule() {
        DemoRealm node = visitor.node();
        expect(
                200,
                node.admin()
                        .post(
                                "/" + node.name() + "/refresh-grants/rules/try",
                                Map.of(
                                        "user",
                                        visitor.name,
                                        "client_id",
                                        APPLICATION.clientId(),
                                        "script",
                                        SoakedRealm.RULE)));
        visitor.tally.count("rule tried by an admin");
        return 1;
    }

    int withWrongSecret() {
        var request = APPLICATION.password(visitor.name, Application.ORDERS, "offline_access");
        visitor.expectRefusal(
                "401 access_denied: Unauthorized", visitor.node().token(request.with("client_secret", "wrong")));
        visitor.tally.count("wrong secret refused");
        return 1;
    }

    int withWrongPassword() {
        var request = APPLICATION.password(visitor.name, Application.ORDERS, "offline_access");
        visitor.expectRefusal(
                "403 invalid_grant: Wrong email or password.", visitor.node().token(request.with("password", "wrong")));
        visitor.tally.count("wrong password refused");
        return 1;
    }

    int withUnknownToken() {
        visitor.expectRefusal(Visitor.DEAD, visitor.node().token(APPLICATION.refresh("no-such-token")));
        visitor.tally.count("unknown token refused");
        return 1;
    }

    int withWrongSecretForRevocation() {
        visitor.expectRefusal(
                "401 invalid_client: Client authentication failed",
                visitor.node().revoke(APPLICATION.revoke("no-such-token").with("client_secret", "wrong")));
        visitor.tally.count("revocation with a wrong secret refused");
        return 1;
    }
}
