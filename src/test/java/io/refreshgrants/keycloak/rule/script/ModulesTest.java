package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What scripts may require gives what Node gives: the expected texts are Node's, unless a comment says not. */
class ModulesTest {

    private static final ScriptFixture SCRIPTS = new ScriptFixture();

    /** The example token of jwt.io. */
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
            + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
            + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    @AfterAll
    static void close() {
        SCRIPTS.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"buffers", "digests", "urls", "utilities", "tokens", "requiring"})
    void anExpressionGives(String expression, String expected) {
        JsonNode output =
                SCRIPTS.run("const thrown = (work) => { try { return work(); } catch (e) { return String(e); } };"
                        + "context.idToken.seen = String(" + expression + "); callback(null, user, context);");
        assertThat(output.path("refusal").path("description").asText()).isEmpty();
        assertThat(output.path("idToken").path("seen").asText()).isEqualTo(expected);
    }

    static Stream<Arguments> buffers() {
        return Stream.of(
                arguments("Buffer.from('héllo').toString('base64')", "aMOpbGxv"),
                arguments("new Buffer('aMOpbGxv', 'base64')", "héllo"),
                arguments("Buffer('68c3a9', 'hex')", "hé"),
                arguments("Buffer.from([255, 254]).toString('base64url')", "__4"),
                arguments(
                        "JSON.stringify(Buffer.concat([Buffer.from('a'), Buffer.alloc(1)]))",
                        "{\"type\":\"Buffer\",\"data\":[97,0]}"),
                arguments(
                        "[Buffer.byteLength('é'), Buffer.isBuffer(Buffer.from('a').slice(1)), atob(btoa('ab'))]",
                        "2,true,ab"));
    }

    static Stream<Arguments> digests() {
        return Stream.of(
                arguments(
                        "require('crypto').createHash('sha256').update('alice@example.com').digest('hex')",
                        "ff8d9819fc0e12bf0d24892e45987e249a28dce836a85cad60e28eaaa8c6d976"),
                arguments(
                        "require('crypto').createHash('md5').update(user.email).digest('hex')",
                        "c160f8cc69a4f0bf2b0362752353d060"),
                arguments(
                        "require('crypto').createHash('sha512').update('é').digest('base64')",
                        "nirShjPyRFG9TzwcsgWGohpEw67tvcAbnMj6cpF+p71onIK4vx/vibkRz4zEb6LBzMEAh7IJT9TTNQ7NiFJqLA=="),
                arguments(
                        "require('crypto').createHmac('sha256', 'secret').update('a').update('b').digest('hex')",
                        "9d2ca1b8da4e153269fb7ea5ef923c65255b487de5030f84fa30d851c4d38015"),
                arguments(
                        "require('crypto').createHmac('sha1', '').update('x').digest('base64')",
                        "YkTmZFGhyGlduXMc4sT9XeJcz4c="),
                arguments("new Set([1, 2, 3].map(() => require('crypto').randomBytes(16).toString('hex'))).size", "3"),
                arguments(
                        "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(require('uuid').v4())"
                                + " && require('uuid').validate(require('uuid/v4')())",
                        "true"));
    }

    static Stream<Arguments> urls() {
        return Stream.of(
                arguments(
                        "JSON.stringify(require('querystring').parse('a=1&b=x+y&b=%C3%A9&c'))",
                        "{\"a\":\"1\",\"b\":[\"x y\",\"é\"],\"c\":\"\"}"),
                arguments(
                        "require('querystring').stringify({ a: '1 2', b: ['x', 'y'], c: 'é&=' })",
                        "a=1%202&b=x&b=y&c=%C3%A9%26%3D"),
                arguments(
                        "((u) => [u.protocol, u.auth, u.host, u.hostname, u.pathname, u.search, u.query.y, u.hash].join(' '))"
                                + "(require('url').parse('https://u:p@Example.com:8443/a/b?x=1&y=2#z', true))",
                        "https: u:p example.com:8443 example.com /a/b ?x=1&y=2 2 #z"),
                arguments(
                        "require('url').format({ protocol: 'https', hostname: 'example.com', port: 8443, pathname: '/a',"
                                + " query: { x: '1 2', y: ['a', 'b'] } })",
                        "https://example.com:8443/a?x=1%202&y=a&y=b"),
                arguments(
                        "require('url').resolve('https://example.com/a/b?c', '../d?e=f')", "https://example.com/d?e=f"),
                arguments("require('url').resolve('/one/two', 'three')", "/one/three"),
                arguments("require('url').parse('https:\\\\\\\\evil.example\\\\a').hostname", "evil.example"),
                arguments(
                        "((u) => [u.href, u.origin, u.host, u.pathname, u.search, u.hash].join(' '))"
                                + "(new URL('../c?d=é#f', 'https://Example.com:443/a/b/'))",
                        "https://example.com/a/c?d=%C3%A9#f https://example.com example.com /a/c ?d=%C3%A9 #f"),
                arguments(
                        "((u) => { u.searchParams.append('é', '1 2'); u.searchParams.delete('a'); u.hash = 'x'; return u; })"
                                + "(new URL('http://[::1]:8080/?a=1&b=2'))",
                        "http://[::1]:8080/?b=2&%C3%A9=1+2#x"),
                arguments("thrown(() => new URL('no url'))", "TypeError: Invalid URL"));
    }

    static Stream<Arguments> utilities() {
        return Stream.of(
                arguments(
                        "require('util').format('%s is %d, %j and %%', 'a', 42, { b: [1] }, { c: 'd' })",
                        "a is 42, {\"b\":[1]} and % { c: 'd' }"),
                arguments(
                        "require('util').inspect({ a: { b: { c: { d: 1 } } }, e: [1, 'two', null], f: new Map([['g', /h/]]) })",
                        "{ a: { b: { c: [Object] } }, e: [ 1, 'two', null ], f: Map(1) { 'g' => /h/ } }"),
                arguments("((a) => { a.self = a; return require('util').inspect(a); })({})", "{ self: [Circular] }"),
                arguments(
                        "((equal) => [equal({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), equal({ a: 1 }, { a: '1' })])"
                                + "(require('util').isDeepStrictEqual)",
                        "true,false"));
    }

    static Stream<Arguments> tokens() {
        String jwt = "require('jsonwebtoken')";
        return Stream.of(
                arguments(jwt + ".verify('" + TOKEN + "', 'your-256-bit-secret').name", "John Doe"),
                arguments(
                        jwt + ".sign({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }, 'your-256-bit-secret')",
                        TOKEN),
                arguments(jwt + ".decode('" + TOKEN + "', { complete: true }).header.alg", "HS256"),
                arguments(
                        "((jwt) => jwt.verify(jwt.sign({ a: 'é' }, 'key', { algorithm: 'HS512', expiresIn: '1h', audience: 'b' }),"
                                + " 'key', { audience: 'b' }).a)(" + jwt + ")",
                        "é"),
                arguments(
                        "((jwt) => thrown(() => jwt.verify(jwt.sign({ exp: 1 }, 'key'), 'key')))(" + jwt + ")",
                        "TokenExpiredError: jwt expired"),
                arguments(
                        "thrown(() => " + jwt + ".verify('" + TOKEN + "', 'other'))",
                        "JsonWebTokenError: invalid signature"),
                arguments(
                        "thrown(() => " + jwt + ".verify('" + TOKEN
                                + "', 'your-256-bit-secret', { algorithms: ['HS512'] }))",
                        "JsonWebTokenError: invalid algorithm"),
                // Not so in Node: what would weaken the check if it were ignored is refused.
                arguments(
                        "thrown(() => " + jwt + ".verify('" + TOKEN + "', 'your-256-bit-secret', { maxAge: '1h' }))",
                        "JsonWebTokenError: the option maxAge is not supported here"),
                arguments(
                        "thrown(() => " + jwt + ".sign({}, '-----BEGIN PUBLIC KEY-----'))",
                        "JsonWebTokenError: asymmetric keys are not supported here, only secrets for HS256, HS384, HS512"));
    }

    static Stream<Arguments> requiring() {
        return Stream.of(
                arguments(
                        "require('uuid@3.3.2') === require('uuid') && require('node:crypto') === require('crypto')",
                        "true"),
                arguments("require('buffer').Buffer === Buffer && require('url').URL === URL", "true"),
                arguments(
                        "thrown(() => require('nope'))",
                        "Error: Cannot find module 'nope': rules have buffer, crypto, jsonwebtoken, querystring, url, util, uuid,"
                                + " uuid/v4"),
                arguments("require('lodash').find([{ a: 1 }, { a: 2, b: 3 }], { a: 2 }).b", "3"),
                arguments("require('lodash@4.17.10').isEmpty({})", "true"),
                arguments("_.map([1, 2], (n) => n * 2)", "2,4"));
    }
}
