package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Parameters;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Bodies of valid requests, with a few errors in the parameters, the syntax or the bytes. */
final class Bodies {

    private static final Arbitrary<Application> APPLICATIONS =
            Arbitraries.of(WEB_APP, WEB_APP, WEB_APP, ROTATING_APP, OTHER_APP, NATIVE_APP);

    /** A parameter. Its value is text in a form, and {@code json} or text in JSON. */
    private record Parameter(String name, String value, String json) {

        static Parameter text(String name, String value) {
            return new Parameter(name, value, Values.quoted(value));
        }
    }

    private Bodies() {}

    static Arbitrary<byte[]> tokenRequests(List<String> tokens) {
        Arbitrary<String> token = Values.token(tokens);
        Arbitrary<Parameters> refresh = Combinators.combine(APPLICATIONS, token).as(Application::refresh);
        Arbitrary<Parameters> login = Arbitraries.of("alice", "nobody", "", "alice@example.com")
                .map(user ->
                        WEB_APP.password(user, ORDERS, "openid offline_access").with("password", "wrong"));
        Arbitrary<Parameters> code = Combinators.combine(APPLICATIONS, token).as(Application::code);
        Arbitrary<Parameters> machine = Arbitraries.of(
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));
        Arbitrary<Parameters> oversized = Combinators.combine(
                        Arbitraries.of("scope", "audience", "code_verifier", "redirect_uri", "organization"),
                        Arbitraries.integers().between(1, 8_000))
                .as((name, length) ->
                        WEB_APP.password("alice", ORDERS, "openid").with(name, "openid a:b ".repeat(length / 11)));
        Arbitrary<Parameters> organizations = Arbitraries.of(
                        "organization",
                        "organization:*",
                        "organization:",
                        "organization:acme organization:*",
                        "a:b:c",
                        ":")
                .map(scope -> WEB_APP.password("alice", ORDERS, "openid offline_access " + scope));
        return written(Arbitraries.frequencyOf(
                Tuple.of(6, refresh),
                Tuple.of(1, login),
                Tuple.of(1, code),
                Tuple.of(1, machine),
                Tuple.of(1, oversized),
                Tuple.of(1, organizations),
                Tuple.of(1, otherGrants(token))));
    }

    /** Grants that Keycloak's endpoint serves and Auth0's path does not. */
    private static Arbitrary<Parameters> otherGrants(Arbitrary<String> token) {
        Arbitrary<String> grants = Arbitraries.of(
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "urn:ietf:params:oauth:grant-type:uma-ticket",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:openid:params:grant-type:ciba",
                "urn:ietf:params:oauth:grant-type:pre-authorized_code",
                "http://auth0.com/oauth/grant-type/password-realm",
                "http://auth0.com/oauth/grant-type/mfa-otp",
                "implicit");
        return Combinators.combine(grants, token)
                .as((grant, any) -> WEB_APP.credentials()
                        .with("grant_type", grant)
                        .with("subject_token", any)
                        .with("subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token")
                        .with("assertion", any)
                        .with("audience", ORDERS));
    }

    static Arbitrary<byte[]> revocations(List<String> tokens) {
        return written(Combinators.combine(APPLICATIONS, Values.token(tokens)).as(Application::revoke));
    }

    /** The query of an authorization request. */
    static Arbitrary<String> authorizationRequests() {
        return edited(askedInEachWay()).map(Bodies::form);
    }

    /** The same as a form. */
    static Arbitrary<byte[]> authorizationForms() {
        return written(askedInEachWay());
    }

    static Arbitrary<byte[]> pushedRequests() {
        return written(askedInEachWay().map(asked -> WEB_APP.credentials().with(asked)));
    }

    static Arbitrary<byte[]> deviceRequests() {
        return written(APPLICATIONS.map(application ->
                application.credentials().with("scope", "openid offline_access").with("audience", ORDERS)));
    }

    static Arbitrary<byte[]> userinfoRequests(List<String> tokens) {
        return written(Values.token(tokens).map(token -> Parameters.of("access_token", token)));
    }

    /** The query of a logout, in Auth0's words and in OpenID Connect's. */
    static Arbitrary<String> logoutRequests() {
        return edited(logouts()).map(Bodies::form);
    }

    /** The same as a form. */
    static Arbitrary<byte[]> logoutForms() {
        return written(logouts());
    }

    private static Arbitrary<Parameters> logouts() {
        Arbitrary<String> address = Arbitraries.oneOf(
                Arbitraries.of(
                        CALLBACK,
                        "http://localhost:3000.evil.example.com",
                        "http://localhost:3000@evil.example.com",
                        "//evil.example.com",
                        "https:evil.example.com",
                        "javascript:alert(1)",
                        "http://localhost:3000/callback\\@evil.example.com",
                        "http://localhost:3000/callback/../../x",
                        "http://localhost:3000/callback\r\nSet-Cookie: a=b"),
                Values.text());
        return Combinators.combine(address, Values.text())
                .as((to, any) -> Parameters.of(
                        "client_id",
                        "web-app",
                        "returnTo",
                        to,
                        "post_logout_redirect_uri",
                        to,
                        "id_token_hint",
                        any,
                        "state",
                        any));
    }

    private static Arbitrary<Parameters> askedInEachWay() {
        Parameters good = Parameters.of(
                "client_id",
                "web-app",
                "response_type",
                "code",
                "redirect_uri",
                CALLBACK,
                "audience",
                ORDERS,
                "scope",
                "openid offline_access",
                "state",
                "s",
                "prompt",
                "none");
        Arbitrary<String> odd = Values.text();
        return Arbitraries.oneOf(
                Arbitraries.just(good),
                odd.map(state -> copy(good).with("response_mode", "web_message").with("state", state)),
                odd.map(name -> copy(good).with("organization", name)));
    }

    private static Parameters copy(Parameters parameters) {
        return new Parameters().with(parameters);
    }

    private static Arbitrary<byte[]> written(Arbitrary<Parameters> good) {
        return damaged(Combinators.combine(edited(good), Arbitraries.of(true, false))
                .as((parameters, json) -> json ? json(parameters) : form(parameters)));
    }

    /** Texts as bytes, some of them in another charset, cut off, or with something in between. */
    static Arbitrary<byte[]> damaged(Arbitrary<String> text) {
        return Combinators.combine(text, charsets(), damage())
                .as((body, charset, damage) -> damage.apply(body.getBytes(charset)));
    }

    private static Arbitrary<List<Parameter>> edited(Arbitrary<Parameters> good) {
        return Combinators.combine(good, edit().list().ofMaxSize(3)).as((parameters, edits) -> {
            List<Parameter> list = parameters.entrySet().stream()
                    .map(entry -> Parameter.text(entry.getKey(), String.valueOf(entry.getValue())))
                    .collect(Collectors.toCollection(ArrayList::new));
            for (UnaryOperator<List<Parameter>> edit : edits) {
                list = edit.apply(list);
            }
            return list;
        });
    }

    private static Arbitrary<UnaryOperator<List<Parameter>>> edit() {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 6);
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "client_id",
                                "client_secret",
                                "scope",
                                "audience",
                                "token",
                                "refresh_token",
                                "resource",
                                "token_type_hint",
                                "client_assertion",
                                "client_assertion_type",
                                "redirect_uri",
                                "code_verifier",
                                "response_type",
                                "response_mode",
                                "request",
                                "request_uri",
                                "claims",
                                "prompt",
                                "max_age",
                                "nonce",
                                "realm",
                                "username",
                                "dpop_jkt",
                                "requested_token_type",
                                "subject_token",
                                "organization",
                                "returnTo",
                                "post_logout_redirect_uri",
                                "id_token_hint",
                                "access_token",
                                "device_code",
                                "grant_type",
                                "code",
                                "password",
                                "state",
                                "code_challenge",
                                "code_challenge_method",
                                "login_hint",
                                "screen_hint",
                                "connection",
                                "connection_scope",
                                "invitation",
                                "acr_values",
                                "ui_locales",
                                "display",
                                "auth0Client",
                                "federated",
                                "logout_hint",
                                "initiating_idp")),
                Tuple.of(1, Values.text()));
        Arbitrary<Parameter> parameter = Arbitraries.oneOf(
                Combinators.combine(name, Values.text()).as(Parameter::text),
                Combinators.combine(name, Values.text(), Values.json()).as(Parameter::new));
        Arbitrary<UnaryOperator<List<Parameter>>> add = parameter.map(added -> list -> {
            list.add(added);
            return list;
        });
        Arbitrary<UnaryOperator<List<Parameter>>> change = Combinators.combine(
                        place, parameter, Arbitraries.of(0, 1, 2))
                .as((at, other, how) -> list -> {
                    if (at < list.size()) {
                        Parameter old = list.remove((int) at);
                        if (how == 1) {
                            list.add(new Parameter(old.name(), other.value(), other.json()));
                        } else if (how == 2) {
                            list.addAll(List.of(old, old));
                        }
                    }
                    return list;
                });
        return Arbitraries.oneOf(add, change);
    }

    private static String json(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> Values.quoted(parameter.name()) + ":" + parameter.json())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String form(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> Http.encode(parameter.name()) + "=" + Http.encode(parameter.value()))
                .collect(Collectors.joining("&"));
    }

    private static Arbitrary<Charset> charsets() {
        return Arbitraries.frequency(
                Tuple.of(20, StandardCharsets.UTF_8),
                Tuple.of(1, StandardCharsets.ISO_8859_1),
                Tuple.of(1, StandardCharsets.UTF_16),
                Tuple.of(1, StandardCharsets.UTF_16LE),
                Tuple.of(1, Charset.forName("UTF-32")));
    }

    private static Arbitrary<UnaryOperator<byte[]>> damage() {
        Arbitrary<Double> at = Arbitraries.doubles().between(0, 0.99);
        Arbitrary<byte[]> junk = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(8),
                Arbitraries.of(
                                "%",
                                "%C0%80", "&&", "=", "%u0041", "}", "{}", "\u0000", "\ufeff", "&token=x", "; a=b", "\"")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)));
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(UnaryOperator.identity())),
                Tuple.of(1, at.map(share -> body -> Arrays.copyOf(body, (int) (body.length * share)))),
                Tuple.of(
                        2,
                        Combinators.combine(at, junk)
                                .as((share, octets) -> body -> spliced(body, (int) (body.length * share), octets))),
                Tuple.of(
                        1,
                        Arbitraries.just(
                                body -> spliced(body, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}))));
    }

    private static byte[] spliced(byte[] body, int at, byte[] octets) {
        byte[] longer = Arrays.copyOf(body, body.length + octets.length);
        System.arraycopy(octets, 0, longer, at, octets.length);
        System.arraycopy(body, at, longer, at + octets.length, body.length - at);
        return longer;
    }
}
