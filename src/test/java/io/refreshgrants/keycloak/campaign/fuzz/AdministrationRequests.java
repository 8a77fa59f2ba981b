package io.refreshgrants.keycloak.campaign.fuzz;

import io.refreshgrants.keycloak.campaign.fuzz.FuzzRequest.Header;
import io.refreshgrants.keycloak.testing.Http;
import java.util.ArrayList;
import java.util.List;
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
        return Arbitraries.of(AdministrationSurface.PATHS)
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
        Arbitrary<String> parameter = Combinators.combine(Arbitraries.of(AdministrationSurface.PARAMETERS), value)
                .as((name, text) -> name + "="
                        + Http.encode(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) : text));
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(2, parameter.list().ofMinSize(1).ofMaxSize(3).map(all -> "?" + String.join("&", all))));
    }

    private static Arbitrary<byte[]> bodies() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of(List.copyOf(new TreeSet<>(AdministrationSurface.MEMBERS.keySet())))),
                Tuple.of(1, Values.text()));
        Arbitrary<String> member = Combinators.combine(
                        name, Values.json(), Arbitraries.integers().between(0, 3))
                .as((known, odd, chance) -> Values.quoted(known) + ":"
                        + (chance == 0 ? odd : AdministrationSurface.MEMBERS.getOrDefault(known, odd)));
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
