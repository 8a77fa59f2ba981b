package io.refreshgrants.keycloak.campaign.fuzz;

import io.refreshgrants.keycloak.campaign.fuzz.FuzzRequest.Header;
import io.refreshgrants.keycloak.testing.Http;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests to Auth0's paths, and to Keycloak's token and revocation endpoints, below the realm and at its tenant address. */
final class Requests {

    static final String TOKEN = "/oauth/token";
    static final String REVOKE = "/oauth/revoke";
    static final String AUTHORIZE = "/authorize";
    static final String PUSH = "/oauth/par";
    static final String DEVICE = "/oauth/device/code";
    static final String USERINFO = "/userinfo";

    private static final String OIDC = "/protocol/openid-connect";
    private static final String MATCHING = "matching";
    private static final int LONGEST_HEADER = 4_000;

    private Requests() {}

    static Arbitrary<FuzzRequest> of(Corpus corpus) {
        Arbitrary<byte[]> token = Bodies.tokenRequests(corpus.refreshed());
        Arbitrary<byte[]> revoke = Bodies.revocations(corpus.revoked());
        Arbitrary<FuzzRequest> requests = Arbitraries.frequencyOf(
                Tuple.of(8, posts(TOKEN, token, corpus)),
                Tuple.of(6, posts(REVOKE, revoke, corpus)),
                Tuple.of(3, posts(OIDC + "/token", token, corpus)),
                Tuple.of(2, posts(OIDC + "/revoke", revoke, corpus)),
                Tuple.of(1, posts(PUSH, Bodies.pushedRequests(), corpus)),
                Tuple.of(1, posts(DEVICE, Bodies.deviceRequests(), corpus)),
                Tuple.of(1, posts(USERINFO, Bodies.userinfoRequests(corpus.refreshed()), corpus)),
                Tuple.of(1, queries(USERINFO, Bodies.authorizationRequests())),
                Tuple.of(1, queries("/v2/logout", Bodies.logoutRequests())),
                Tuple.of(1, queries("/oidc/logout", Bodies.logoutRequests())),
                Tuple.of(1, posts("/v2/logout", Bodies.logoutForms(), corpus)),
                Tuple.of(1, posts("/oidc/logout", Bodies.logoutForms(), corpus)),
                Tuple.of(1, posts(AUTHORIZE, Bodies.authorizationForms(), corpus)),
                Tuple.of(2, queries(AUTHORIZE, Bodies.authorizationRequests())));
        return Combinators.combine(requests, Arbitraries.of(FuzzRequest.Door.class))
                .as(FuzzRequest::at);
    }

    private static Arbitrary<FuzzRequest> posts(String path, Arbitrary<byte[]> bodies, Corpus corpus) {
        return Combinators.combine(methods(), paths(path), contentType(), headers(corpus), bodies)
                .as((method, variant, contentType, headers, body) -> {
                    List<Header> all = new ArrayList<>(headers);
                    String type = contentType.equals(MATCHING) ? typeOf(body) : contentType;
                    if (!type.isEmpty()) {
                        all.add(new Header("Content-Type", type));
                    }
                    return new FuzzRequest(method, variant, all, body);
                });
    }

    private static Arbitrary<FuzzRequest> queries(String path, Arbitrary<String> queries) {
        return Combinators.combine(queries, Arbitraries.of("", "", "&", "&a=%C0%80"))
                .as((query, end) -> limited(query).replaceAll("%.?$", "") + end)
                .map(query -> new FuzzRequest("GET", path + "?" + query, List.of(), new byte[0]));
    }

    private static Arbitrary<String> methods() {
        return Arbitraries.frequency(
                Tuple.of(40, "POST"),
                Tuple.of(1, "GET"),
                Tuple.of(1, "PUT"),
                Tuple.of(1, "OPTIONS"),
                Tuple.of(1, "PATCH"),
                Tuple.of(1, "DELETE"),
                Tuple.of(1, "HEAD"),
                Tuple.of(1, "PROPFIND"));
    }

    private static Arbitrary<String> paths(String path) {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(path)),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                        "/",
                                        "//",
                                        ";a=b",
                                        "/x",
                                        "%2f",
                                        "%00",
                                        "%0d%0a",
                                        ".",
                                        "?",
                                        "?a=b",
                                        "?token=x",
                                        "?client_id=web-app&client_secret=x",
                                        "?%ff=%C0",
                                        "?grant_type=refresh_token",
                                        "/..%2f")
                                .map(end -> path + end)),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "/" + path,
                                path.toUpperCase(Locale.ROOT),
                                path.replace("/o", "/%6f"),
                                "/oauth",
                                "/oauth/",
                                "/oauth/x",
                                "/oauth/../oauth/token",
                                "/oauth//token",
                                "/oauth/%2e%2e/oauth/revoke")));
    }

    private static Arbitrary<String> contentType() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(MATCHING)),
                Tuple.of(2, Arbitraries.of(Http.JSON, Http.FORM)),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "",
                                "application/json; charset=utf-16",
                                "application/json;charset=nonsense",
                                "application/json;charset",
                                "application/json;charset=\"",
                                "application/x-www-form-urlencoded; charset=utf-16",
                                "application/x-www-form-urlencoded; charset=nonsense",
                                "application/x-www-form-urlencoded;charset=",
                                "application/x-www-form-urlencoded; charset=utf-7",
                                "APPLICATION/JSON",
                                "application/*",
                                "*/*",
                                "*",
                                "/",
                                "application/",
                                "application",
                                ";",
                                ",",
                                "text/plain",
                                "text/html",
                                "application/xml",
                                "application/json, application/x-www-form-urlencoded",
                                "multipart/form-data",
                                "multipart/form-data; boundary=x",
                                "multipart/form-data; boundary=",
                                "application/jwt",
                                "application/problem+json",
                                "application/json; a=" + "b".repeat(4_000),
                                "application/json;;;q=0")));
    }

    private static String typeOf(byte[] body) {
        return body.length > 0 && body[0] == '{' ? Http.JSON : Http.FORM;
    }

    private static Arbitrary<List<Header>> headers(Corpus corpus) {
        Arbitrary<Header> authorization = Arbitraries.oneOf(
                        Values.text().map(pair -> "Basic " + encode(pair)),
                        Values.text().map(password -> "Basic " + encode("web-app:" + password)),
                        Values.token(corpus.refreshed()).map(token -> "Bearer " + ascii(token)),
                        Arbitraries.of(
                                "Basic " + encode("web-app:web-app-secret"),
                                "Basic",
                                "Basic ",
                                "Basic :",
                                "Basic !!!",
                                "Bearer",
                                "basic " + encode("web-app:%ZZ"),
                                "Digest a=b",
                                ":",
                                "Basic YQ",
                                "Basic " + encode(":")))
                .map(value -> new Header("Authorization", limited(value)));
        Arbitrary<Header> other = Combinators.combine(
                        Arbitraries.of(
                                "Origin",
                                "Accept",
                                "Accept-Language",
                                "Auth0-Client",
                                "DPoP",
                                "Cookie",
                                "User-Agent",
                                "Content-Encoding",
                                "Content-Language",
                                // Not X-Forwarded-…: the test server believes a proxy, and refuses its nonsense before
                                // any resource.
                                "Forwarded",
                                "Referer",
                                "SSL-Client-Cert",
                                "Sec-Fetch-Dest",
                                "traceparent",
                                "X-HTTP-Method-Override",
                                "If-Match",
                                "Range"),
                        Arbitraries.oneOf(
                                Values.text().map(Requests::ascii),
                                Arbitraries.of(
                                        "null",
                                        "https://evil.example.com",
                                        "gzip",
                                        "text/html",
                                        "application/xml;q=x",
                                        "http://localhost:3000",
                                        "a/b/c",
                                        "for=\"",
                                        "127.0.0.1, x",
                                        "bytes=0-",
                                        "KEYCLOAK_IDENTITY=a.b.c",
                                        "-1",
                                        "99999",
                                        "e30=")))
                .as((name, value) -> new Header(name, limited(value)));
        return Combinators.combine(Arbitraries.frequencyOf(Tuple.of(1, authorization), Tuple.of(2, other)), spelling())
                .as((header, spelling) -> new Header(spelling.apply(header.name()), header.value()))
                .list()
                .ofMaxSize(3);
    }

    /** Header names are case-insensitive. HTTP/2 and many proxies send them in lower case. */
    private static Arbitrary<UnaryOperator<String>> spelling() {
        return Arbitraries.of(
                name -> name,
                name -> name.toLowerCase(Locale.ROOT),
                name -> name.toUpperCase(Locale.ROOT),
                name -> name.substring(0, 1).toLowerCase(Locale.ROOT)
                        + name.substring(1).toUpperCase(Locale.ROOT));
    }

    /** Shortens a value, so that all headers together stay below the server's limit. */
    private static String limited(String value) {
        return value.length() > LONGEST_HEADER ? value.substring(0, LONGEST_HEADER) : value;
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
