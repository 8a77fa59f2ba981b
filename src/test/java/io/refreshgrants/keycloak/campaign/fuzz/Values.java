package io.refreshgrants.keycloak.campaign.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Texts, JSON values and tokens with every kind of error. */
final class Values {

    private static final int NEAR_THE_LIMIT = 66_000;

    private Values() {}

    static Arbitrary<String> text() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("", " ", "openid", "web-app", "alice", "null", "0", "*", "refresh_token")),
                Tuple.of(3, Arbitraries.strings().all().ofMaxLength(30)),
                Tuple.of(3, Arbitraries.strings().ascii().ofMaxLength(200)),
                Tuple.of(2, odd().list().ofMaxSize(6).map(list -> String.join("", list))),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                "' or '1'='1",
                                "${jndi:ldap://localhost/x}",
                                "<script>alert(1)</script>",
                                "%00",
                                "%ZZ",
                                "../../x",
                                "https://api.example.com/orders",
                                "http://[::1",
                                "a@b@c",
                                "\r\nSet-Cookie: a=b",
                                "{{7*7}}")),
                Tuple.of(
                        1,
                        Combinators.combine(odd(), Arbitraries.integers().between(1, NEAR_THE_LIMIT))
                                .as((part, length) -> part.repeat(length / part.length() + 1))));
    }

    private static Arbitrary<String> odd() {
        return Arbitraries.of(
                "\0",
                "\1",
                "\t",
                "\n",
                "\r",
                "\u001b",
                "\u007f",
                "\u0085",
                "\u00a0",
                "\u00ad",
                "\u0130",
                "\u200b",
                "\u2028",
                "\u202e",
                "\ufeff",
                "\ufffe",
                "\ud800",
                "\udc00",
                "\udc00\ud800",
                "\ud83d\ude00",
                "\u0301",
                "a",
                ".",
                "=",
                "&",
                "+",
                "%",
                "\"",
                "\\",
                ":");
    }

    /** Values that may follow the colon in JSON, and some that may not. */
    static Arbitrary<String> json() {
        Arbitrary<String> simple = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "-0",
                "1.5",
                "1e999999999",
                "-1e-999999999",
                "1" + "0".repeat(3000),
                "NaN",
                "Infinity",
                "01",
                "0x1",
                "'a'",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\u0000\"",
                "\"\\x\"",
                "\"",
                "",
                "[]",
                "{}",
                "\"\t\"",
                "/*a*/\"a\"",
                "undefined",
                "[\"a\",\"b\"]",
                "{\"a\":{\"a\":\"b\"}}",
                "\"a\",\"a\":\"b\"");
        Arbitrary<String> deep = Combinators.combine(
                        Arbitraries.of("[", "{\"a\":", "[[{\"a\":"),
                        Arbitraries.integers().between(1, 20_000))
                .as(String::repeat);
        return Arbitraries.frequencyOf(Tuple.of(8, simple), Tuple.of(1, deep), Tuple.of(2, text().map(Values::quoted)));
    }

    /** Escapes only what JSON requires. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars()
                .forEach(c -> json.append(
                        c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate((char) c)
                                ? String.format("\\u%04x", c)
                                : String.valueOf((char) c)));
        return json.append('"').toString();
    }

    /** Tokens as issued, tokens that were tampered with, and texts that are not tokens. */
    static Arbitrary<String> token(List<String> issued) {
        Arbitrary<String> real = Arbitraries.of(issued);
        return Arbitraries.frequencyOf(
                Tuple.of(6, real),
                Tuple.of(
                        3,
                        Combinators.combine(
                                        real, share(), Arbitraries.integers().between(0, 6))
                                .as(Values::flipped)),
                Tuple.of(
                        2,
                        Combinators.combine(real, share())
                                .as((token, at) -> token.substring(0, (int) (token.length() * at)))),
                Tuple.of(
                        3,
                        Combinators.combine(real, header())
                                .as((token, header) -> encode(header) + token.substring(token.indexOf('.')))),
                Tuple.of(
                        2,
                        Combinators.combine(real, claims())
                                .as((token, claims) -> token.substring(0, token.indexOf('.') + 1)
                                        + encode(claims)
                                        + token.substring(token.lastIndexOf('.')))),
                Tuple.of(
                        1,
                        Combinators.combine(real, real)
                                .as((one, two) ->
                                        one.substring(0, one.lastIndexOf('.')) + two.substring(two.lastIndexOf('.')))),
                Tuple.of(
                        1,
                        Combinators.combine(odd(), real, odd()).as((before, token, after) -> before + token + after)),
                Tuple.of(2, text()));
    }

    private static Arbitrary<Double> share() {
        return Arbitraries.doubles().between(0, 0.99);
    }

    private static String flipped(String token, double at, int bit) {
        StringBuilder text = new StringBuilder(token);
        int place = (int) (token.length() * at);
        text.setCharAt(place, (char) (text.charAt(place) ^ 1 << bit));
        return text.toString();
    }

    private static Arbitrary<String> header() {
        Arbitrary<String> algorithm = Arbitraries.of(
                "none",
                "nOnE",
                "",
                "HS256",
                "HS512",
                "RS256",
                "RS512",
                "PS256",
                "ES256",
                "EdDSA",
                "dir",
                "RSA-OAEP",
                "XX999");
        Arbitrary<String> more = Arbitraries.of(
                "",
                ",\"kid\":\"x\"",
                ",\"kid\":null",
                ",\"kid\":7",
                ",\"kid\":\"" + "k".repeat(5000) + "\"",
                ",\"jku\":\"http://localhost:1/\"",
                ",\"crit\":[\"b64\"],\"b64\":false",
                ",\"typ\":[]",
                ",\"zip\":\"DEF\"",
                ",\"enc\":\"A128GCM\"",
                ",\"alg\":\"none\"",
                ",\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}");
        return Combinators.combine(algorithm, more).as((alg, rest) -> "{\"alg\":\"" + alg + "\"" + rest + "}");
    }

    private static Arbitrary<String> claims() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        json().map(value -> "{\"typ\":\"Offline\",\"azp\":\"web-app\",\"rg_family\":" + value + "}")),
                Tuple.of(1, json().map(value -> "{\"typ\":\"Offline\",\"rg_family\":\"x\",\"exp\":" + value + "}")),
                Tuple.of(1, json()));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
