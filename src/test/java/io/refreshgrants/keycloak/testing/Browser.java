package io.refreshgrants.keycloak.testing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of a browser as Keycloak's login pages need: cookies, forms, redirects within the server. It keeps cookies
 * marked Secure over http on localhost, as browsers do and Java's cookie store does not.
 */
public final class Browser {

    public static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";

    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");
    private static final Pattern PATH = Pattern.compile(";\\s*path=([^;]*)", Pattern.CASE_INSENSITIVE);

    private final DemoRealm realm;
    private final TenantSite tenant;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    /** Each realm sets cookies of the same names for its own path. */
    private record Cookie(String name, String value, String path) {

        static Cookie of(String header) {
            String[] pair = header.split(";", 2)[0].split("=", 2);
            Matcher path = PATH.matcher(header);
            return new Cookie(pair[0], pair[1], path.find() ? path.group(1).trim() : "/");
        }

        String key() {
            return path + " " + name;
        }
    }

    Browser(DemoRealm realm) {
        this(realm, null);
    }

    /** One that reaches the realm at its tenant address. */
    Browser(DemoRealm realm, TenantSite tenant) {
        this.realm = realm;
        this.tenant = tenant;
    }

    public static Parameters codeRequest(Application application, String audience, String scope) {
        return Parameters.of(
                        "response_type",
                        "code",
                        "client_id",
                        application.clientId(),
                        "redirect_uri",
                        Application.CALLBACK,
                        "state",
                        "the-state")
                .with("audience", audience)
                .with("scope", scope);
    }

    /** Adds PKCE to an authorization request. */
    public static Parameters withPkce(Parameters request) {
        return request.with("code_challenge", challenge()).with("code_challenge_method", "S256");
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens an address that somebody else has put together. */
    public Answer visit(String url) {
        return open(URI.create(url));
    }

    /** Sends a form that somebody else has put together. */
    public Answer send(URI address, Map<String, ?> form) {
        return post(address, Http.form(form));
    }

    /** Auth0's authorization endpoint. */
    public Answer authorize(Map<String, ?> request) {
        return open(authorizationEndpoint("?" + Http.form(request)));
    }

    public Answer authorizeByPost(Map<String, ?> request) {
        return post(authorizationEndpoint(""), Http.form(request));
    }

    /** Keycloak's authorization endpoint. */
    public Answer keycloakAuthorize(Map<String, ?> request) {
        return open(realm.uri("/protocol/openid-connect/auth?" + Http.form(request)));
    }

    /** Fills in the login form of a page, and the consent form if one follows; gives the redirect to the application. */
    public Answer login(Answer page, String user) {
        Answer answer = signIn(page, user);
        return answer.status() == 200 && answer.body().contains("kc-oauth")
                ? submit(answer, Map.of("accept", "Yes"))
                : answer;
    }

    /** Fills in the login form only; gives what comes next. */
    public Answer signIn(Answer page, String user) {
        Answer answer = submit(page, Map.of("username", user, "password", user));
        return !hasPassword(page) && hasPassword(answer) ? submit(answer, Map.of("password", user)) : answer;
    }

    /** A realm with organizations asks for the user first, and for the password on a page of its own. */
    private static boolean hasPassword(Answer page) {
        return page.body() != null && page.body().contains("name=\"password\"");
    }

    /** Fills in the registration form; gives the redirect to the application. */
    public Answer register(Answer page, String user) {
        return submit(
                page,
                Map.of(
                        "username", user,
                        "password", user,
                        "password-confirm", user,
                        "email", user + "@example.com",
                        "firstName", user,
                        "lastName", user));
    }

    /** The code of a login on Auth0's path: with the login form, or without when this browser is signed in. */
    public String code(Parameters request, String user) {
        return codeOf(authorize(request), user);
    }

    public String keycloakCode(Parameters request, String user) {
        return codeOf(keycloakAuthorize(request), user);
    }

    private String codeOf(Answer answer, String user) {
        Answer redirect = answer.status() == 200 ? login(answer, user) : answer;
        String code = redirect.redirectParameters().get("code");
        if (code == null) {
            throw new AssertionError("No code: " + redirect.status() + " " + redirect.location() + " "
                    + redirect.body().replaceAll("\\s+", " "));
        }
        return code;
    }

    /** Opens the address that a device shows, signs in and agrees. */
    public void approveDevice(String uri, String user) {
        answerDevice(uri, user, Map.of("accept", "Yes"));
    }

    /** Opens the address that a device shows, signs in and says no. */
    public void denyDevice(String uri, String user) {
        answerDevice(uri, user, Map.of("cancel", "No"));
    }

    private void answerDevice(String uri, String user, Map<String, String> button) {
        Answer answer = signIn(open(URI.create(uri)), user);
        if (answer.status() == 200 && answer.body().contains("name=\"accept\"")) {
            submit(answer, button);
        }
    }

    /** Fills in whatever form a page has. */
    public Answer fillIn(Answer page, Map<String, String> fields) {
        return submit(page, fields);
    }

    /** Keeps the cookies of an answer that somebody else has received for this browser. */
    public void keepCookies(Answer answer) {
        for (String cookie : answer.headers().getOrDefault("set-cookie", "").split(", (?=[A-Z_]+=)")) {
            keep(cookie);
        }
    }

    private Answer submit(Answer page, Map<String, String> fields) {
        Matcher action = FORM_ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError(
                    "No form in " + page.status() + " " + page.body().replaceAll("\\s+", " "));
        }
        return post(realm.uri("").resolve(action.group(1).replace("&amp;", "&")), Http.form(fields));
    }

    private URI authorizationEndpoint(String query) {
        return tenant == null ? realm.uri("/authorize" + query) : URI.create(tenant.url("/authorize" + query));
    }

    private URI here(URI uri) {
        return tenant == null ? realm.here(uri) : tenant.here(uri);
    }

    private boolean serves(URI uri) {
        return tenant == null ? realm.serves(uri) : tenant.serves(uri);
    }

    private Answer open(URI uri) {
        return follow(send(HttpRequest.newBuilder(here(uri)).GET()));
    }

    private Answer post(URI uri, String form) {
        return follow(send(Http.post(here(uri), Http.FORM, form)));
    }

    /** Follows redirects within the server; one to the application is the answer. */
    private Answer follow(Answer answer) {
        Answer current = answer;
        for (int i = 0; i < 20 && serves(current.location()); i++) {
            current = send(HttpRequest.newBuilder(here(current.location())).GET());
        }
        return current;
    }

    private Answer send(HttpRequest.Builder request) {
        String path = request.build().uri().getPath();
        String sent = cookies.values().stream()
                .filter(cookie -> path.startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        if (tenant != null) {
            tenant.sentTo(request);
        }
        HttpResponse<String> response = Http.exchange(request);
        response.headers().allValues("set-cookie").forEach(this::keep);
        return Answer.of(response);
    }

    private void keep(String header) {
        Cookie cookie = Cookie.of(header);
        if (cookie.value().isEmpty() || header.toLowerCase(Locale.ROOT).contains("max-age=0")) {
            cookies.remove(cookie.key());
        } else {
            cookies.put(cookie.key(), cookie);
        }
    }
}
