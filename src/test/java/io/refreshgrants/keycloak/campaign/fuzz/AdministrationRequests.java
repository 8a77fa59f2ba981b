package io.refreshgrants.keycloak.campaign.fuzz;

import io.refreshgrants.keycloak.campaign.fuzz.FuzzRequest.Header;
import io.refreshgrants.keycloak.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests to the Management API and to the admin REST API: every path, every parameter and every member of a body. */
final class AdministrationRequests {

    static final String MANAGEMENT = "/api/v2/";

    /** Stands for the token of an admin, which lives a minute and is put in when the request is sent. */
    static final String ADMIN_TOKEN = "{admin}";

    private static final String ADMINISTRATION = FuzzRequest.ADMINISTRATION;
    private static final Pattern ID = Pattern.compile("\\{(user|client|internal|api|rule|family|grant|any)}");
    private static final int LONGEST_VALUE = 2_000;
    private static final int LONGEST_TOKEN = 4_000;

    /** Paths, with the methods that they have; every other method is tried, too. */
    private static final List<String> PATHS = List.of(
            "GET api/grants",
            "DELETE api/grants",
            "DELETE api/grants/{grant}",
            "GET api/device-credentials",
            "POST api/device-credentials",
            "DELETE api/device-credentials/{family}",
            "GET api/refresh-tokens",
            "GET api/refresh-tokens/{family}",
            "PATCH api/refresh-tokens/{family}",
            "DELETE api/refresh-tokens/{family}",
            "POST api/refresh-tokens/revoke",
            "GET api/users/{user}/refresh-tokens",
            "DELETE api/users/{user}/refresh-tokens",
            "GET api/users/{user}/sessions",
            "POST api/users/{user}/revoke-access",
            "GET api/sessions/{any}",
            "POST api/sessions/{any}/revoke",
            "GET api/clients",
            "POST api/clients",
            "GET api/clients/{client}",
            "PATCH api/clients/{client}",
            "PATCH api/clients/{client}",
            "PATCH api/clients/{client}",
            "DELETE api/clients/{any}",
            "GET api/client-grants",
            "POST api/client-grants",
            "PATCH api/client-grants/{grant}",
            "GET api/resource-servers",
            "POST api/resource-servers",
            "GET api/resource-servers/{api}",
            "PATCH api/resource-servers/{api}",
            "PATCH api/resource-servers/{api}",
            "DELETE api/resource-servers/{any}",
            "GET api/rules",
            "POST api/rules",
            "PATCH api/rules/{rule}",
            "GET api/rules-configs",
            "PUT api/rules-configs/{any}",
            "DELETE api/rules-configs/{any}",
            "GET api/actions/actions",
            "POST api/actions/actions",
            "PATCH api/actions/actions/{rule}",
            "POST api/actions/actions/{rule}/deploy",
            "GET api/actions/modules",
            "GET api/connections",
            "GET api/{any}",
            "GET users/{user}/grants",
            "DELETE users/{user}/grants",
            "DELETE users/{user}/grants/{grant}",
            "GET users/{user}/counts",
            "GET clients/{internal}/grants",
            "DELETE clients/{internal}/grants",
            "GET clients/{internal}/settings",
            "PUT clients/{internal}/settings",
            "GET apis",
            "POST apis",
            "GET apis/{api}",
            "PUT apis/{api}",
            "GET apis/{api}/clients",
            "PUT apis/{api}/clients/{internal}",
            "GET apis/{api}/grants",
            "GET families/{family}",
            "DELETE families/{family}",
            "POST families/revoke-all",
            "GET counts",
            "DELETE grants",
            "GET settings",
            "PUT settings",
            "GET tenant",
            "GET rules",
            "POST rules",
            "PUT rules/order",
            "GET rules/{rule}",
            "PUT rules/{rule}",
            "POST rules/try",
            "GET openapi.json",
            "GET {any}");

    private static final List<String> PARAMETERS = List.of(
            "page",
            "per_page",
            "include_totals",
            "fields",
            "include_fields",
            "from",
            "take",
            "user_id",
            "client_id",
            "audience",
            "type",
            "is_global",
            "is_first_party",
            "enabled",
            "triggerId",
            "actionName",
            "deployed",
            "force",
            "user",
            "client",
            "alive",
            "after",
            "max");

    /** Members of bodies with what would be right for them. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("name", "\"Fuzzed\""),
            Map.entry("description", "\"x\""),
            Map.entry("app_type", "\"native\""),
            Map.entry("callbacks", "[\"https://a.example.com/*\"]"),
            Map.entry("web_origins", "[\"https://a.example.com\"]"),
            Map.entry("allowed_logout_urls", "[\"https://a.example.com/\",\"+\"]"),
            Map.entry("grant_types", "[\"refresh_token\",\"client_credentials\"]"),
            Map.entry("token_endpoint_auth_method", "\"client_secret_post\""),
            Map.entry("is_first_party", "false"),
            Map.entry("oidc_conformant", "true"),
            Map.entry("require_proof_of_possession", "true"),
            Map.entry("require_pushed_authorization_requests", "false"),
            Map.entry("jwt_configuration", "{\"lifetime_in_seconds\":600,\"alg\":\"RS256\"}"),
            Map.entry(
                    "refresh_token", "{\"rotation_type\":\"rotating\",\"expiration_type\":\"expiring\",\"leeway\":3}"),
            Map.entry("organization_usage", "null"),
            Map.entry("identifier", "\"https://api.example.com/fuzzed\""),
            Map.entry("scopes", "[{\"value\":\"read:fuzzed\",\"description\":\"x\"}]"),
            Map.entry("allow_offline_access", "true"),
            Map.entry("token_lifetime", "600"),
            Map.entry("token_lifetime_for_web", "600"),
            Map.entry("scope", "[\"read:orders\"]"),
            Map.entry("client_id", "\"spa\""),
            Map.entry("audience", "\"https://api.example.com/billing\""),
            Map.entry("script", "\"function (user, context, callback) { callback(null, user, context); }\""),
            Map.entry("enabled", "false"),
            Map.entry("order", "1"),
            Map.entry("stage", "\"login_success\""),
            Map.entry("value", "\"x\""),
            Map.entry("code", "\"exports.onExecutePostLogin = async () => {};\""),
            Map.entry("supported_triggers", "[{\"id\":\"post-login\",\"version\":\"v3\"}]"),
            Map.entry("secrets", "[]"),
            Map.entry("dependencies", "[]"),
            Map.entry("refresh_token_metadata", "{\"a\":\"b\"}"),
            Map.entry("ids", "[\"x\"]"),
            Map.entry("user_id", "\"x\""),
            Map.entry("session_id", "\"x\""),
            Map.entry("preserve_refresh_tokens", "true"),
            Map.entry("values", "{\"leeway\":\"3\",\"token_lifetime\":\"600\"}"),
            Map.entry("allowOfflineAccess", "true"),
            Map.entry("tokenLifetime", "600"),
            Map.entry("kind", "\"action\""),
            Map.entry("clients", "[\"spa\"]"),
            Map.entry("timeoutMs", "100"),
            Map.entry("assignment", "\"optional\""),
            Map.entry("type", "\"optional\""),
            Map.entry("protocol", "\"oauth2-refresh-token\""),
            Map.entry("user", "\"alice\""),
            Map.entry("rules", "[\"x\"]"));

    private AdministrationRequests() {}

    static Arbitrary<FuzzRequest> of(AdministrationCorpus corpus) {
        Arbitrary<String> method = Arbitraries.frequency(
                Tuple.of(30, ""),
                Tuple.of(1, "POST"),
                Tuple.of(1, "PUT"),
                Tuple.of(1, "PATCH"),
                Tuple.of(1, "OPTIONS"));
        Arbitrary<String> type = Arbitraries.frequency(
                Tuple.of(20, Http.JSON), Tuple.of(1, "text/plain"), Tuple.of(1, "application/json;charset=utf-16"));
        return Arbitraries.of(PATHS)
                .flatMap(path -> Combinators.combine(
                                method, filled(path, corpus), queries(), bodies(), type, tokens(path, corpus))
                        .as((other, address, query, body, contentType, token) -> new FuzzRequest(
                                other.isEmpty() ? path.substring(0, path.indexOf(' ')) : other,
                                address + query,
                                List.of(new Header("Authorization", token), new Header("Content-Type", contentType)),
                                body)));
    }

    /** Tokens that were tampered with are for the Management API alone: Keycloak's own check of an admin's fails on some. */
    private static Arbitrary<String> tokens(String path, AdministrationCorpus corpus) {
        String own = isOfManagement(path) ? corpus.managementToken() : ADMIN_TOKEN;
        String other = isOfManagement(path) ? corpus.adminToken() : corpus.managementToken();
        Arbitrary<String> wrong = isOfManagement(path)
                ? Values.token(List.of(corpus.managementToken(), corpus.adminToken()))
                        .map(AdministrationRequests::headerText)
                : Arbitraries.of("x", "a.b.c");
        return Arbitraries.frequencyOf(
                        Tuple.of(30, Arbitraries.just(own)), Tuple.of(1, Arbitraries.just(other)), Tuple.of(1, wrong))
                .map(token -> "Bearer " + token);
    }

    private static String headerText(String text) {
        String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
        return printable.substring(0, Math.min(printable.length(), LONGEST_TOKEN));
    }

    private static boolean isOfManagement(String path) {
        return path.contains(" api/");
    }

    private static Arbitrary<String> filled(String path, AdministrationCorpus corpus) {
        String template = path.substring(path.indexOf(' ') + 1);
        Arbitrary<String> odd = Values.text().map(AdministrationRequests::segment);
        return Combinators.combine(
                        odd,
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(0, 50))
                .as((text, chance, which) -> {
                    Matcher id = ID.matcher(template);
                    return (isOfManagement(path) ? "/" : ADMINISTRATION)
                            + id.replaceAll(found -> Matcher.quoteReplacement(
                                            chance == 0 ? text : corpus.id(found.group(1), which, text)))
                                    .replaceFirst("^api/", "api/v2/");
                });
    }

    /** What may stand between two slashes. A dot would lead elsewhere, and nothing would be another path. */
    private static String segment(String text) {
        String shortened = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text;
        String encoded = Http.encode(shortened).replace("+", "%20");
        return encoded.isEmpty() || encoded.matches("\\.+") ? "x" : encoded;
    }

    private static Arbitrary<String> queries() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("0", "1", "100", "-1", "true", "false", "x", "", "2147483648", "name,client_id", "spa"),
                Values.text());
        Arbitrary<String> parameter = Combinators.combine(Arbitraries.of(PARAMETERS), value)
                .as((name, text) -> name + "="
                        + Http.encode(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text));
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(2, parameter.list().ofMinSize(1).ofMaxSize(3).map(all -> "?" + String.join("&", all))));
    }

    private static Arbitrary<byte[]> bodies() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of(List.copyOf(new TreeSet<>(MEMBERS.keySet())))), Tuple.of(1, Values.text()));
        Arbitrary<String> member = Combinators.combine(
                        name, Values.json(), Arbitraries.integers().between(0, 3))
                .as((known, odd, chance) ->
                        Values.quoted(known) + ":" + (chance == 0 ? odd : MEMBERS.getOrDefault(known, odd)));
        Arbitrary<String> whole = Arbitraries.of(
                // Enough for something new, so that what is added to it decides.
                "\"name\":\"Fuzzed\"",
                "\"name\":\"fuzzed\",\"identifier\":\"https://api.example.com/fuzzed\"",
                "\"name\":\"Fuzzed\",\"script\":\"function (user, context, callback) { callback(null, user, context); }\"",
                "\"client_id\":\"spa\",\"audience\":\"https://api.example.com/billing\",\"scope\":[]",
                "");
        Arbitrary<String> object = Combinators.combine(whole, member.list().ofMaxSize(4))
                .as((start, members) -> {
                    List<String> all = new ArrayList<>(members);
                    if (!start.isEmpty()) {
                        all.add(0, start);
                    }
                    return all.stream().collect(Collectors.joining(",", "{", "}"));
                });
        return Bodies.damaged(Arbitraries.frequencyOf(Tuple.of(12, object), Tuple.of(1, Values.json())));
    }
}
