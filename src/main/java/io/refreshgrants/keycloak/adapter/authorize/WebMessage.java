package io.refreshgrants.keycloak.adapter.authorize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.request.ScriptOrigins;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.UriUtils;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Auth0's {@code response_mode=web_message}: a page that posts the answer to the window that opened it or holds it in a frame,
 * and to no other origin than the application's.
 */
final class WebMessage {

    /** Auth0's word for the mode. Keycloak is asked for the mode {@code fragment} instead. */
    static final String MODE = "web_message";

    private static final String NOTE = "refresh_grants.response_mode";

    /** What an application is told; Keycloak's own additions are left out. */
    private static final List<String> TOLD = List.of(
            OAuth2Constants.CODE,
            OAuth2Constants.ACCESS_TOKEN,
            OAuth2Constants.ID_TOKEN,
            OAuth2Constants.TOKEN_TYPE,
            OAuth2Constants.EXPIRES_IN,
            OAuth2Constants.SCOPE,
            OAuth2Constants.ERROR,
            OAuth2Constants.ERROR_DESCRIPTION,
            OAuth2Constants.STATE);

    private static final ObjectMapper SCRIPT = new ObjectMapper();

    static {
        SCRIPT.getFactory().setCharacterEscapes(new ScriptEscapes());
    }

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Authorization response</title></head>
            <body><script nonce="%1$s">
            (function () {
              var receiver = window.opener || window.parent;
              if (receiver && receiver !== window) {
                receiver.postMessage(%2$s, %3$s);
              }
            })();
            </script></body>
            </html>
            """;

    private final KeycloakSession session;
    private final String origin;

    private WebMessage(KeycloakSession session, String origin) {
        this.session = session;
        this.origin = origin;
    }

    /** Whether the origin of a redirect URI is among the web origins of the client, and not for scripts alone: it may be posted to. */
    static boolean mayReceive(KeycloakSession session, ClientModel client, String redirectUri) {
        Set<String> forScripts = ScriptOrigins.of(client);
        return WebOriginsUtils.resolveValidWebOrigins(session, client).stream()
                .filter(registered -> !forScripts.contains(registered))
                .anyMatch(registered -> registered.equals("*") || registered.equals(origin(redirectUri)));
    }

    /** To the origin of a redirect URI that {@linkplain #mayReceive may receive} it. */
    static WebMessage to(KeycloakSession session, String redirectUri) {
        return new WebMessage(session, origin(redirectUri));
    }

    private static String origin(String redirectUri) {
        URI uri = URI.create(redirectUri);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Notes on a login, which ends in another request, that its answer is to be posted. */
    static void isDueTo(AuthenticationSessionModel login) {
        login.setClientNote(NOTE, MODE);
    }

    /** Whether the answer of a login is to be posted. */
    static boolean awaits(AuthenticationSessionModel login) {
        return MODE.equals(login.getClientNote(NOTE));
    }

    /** The answer of a login in the way it was asked for: a redirect, or the page that says the same. */
    static Response instead(KeycloakSession session, @Nullable AuthenticationSessionModel login, Response redirect) {
        return login != null && awaits(login) && redirect.getLocation() != null
                ? to(session, login.getRedirectUri()).telling(redirect.getLocation())
                : redirect;
    }

    /**
     * The page with what a redirect would have told. It has no other script, and its receiver alone may frame it.
     *
     * @param redirect a redirect in the mode {@code fragment}
     */
    Response telling(URI redirect) {
        Map<String, List<String>> parameters =
                UriUtils.parseQueryParameters(String.valueOf(redirect.getRawFragment()), true);
        ObjectNode response = SCRIPT.createObjectNode();
        TOLD.forEach(name ->
                Optional.ofNullable(parameters.get(name)).ifPresent(values -> response.put(name, values.get(0))));
        ObjectNode message = SCRIPT.createObjectNode().put("type", "authorization_response");
        message.set("response", response);
        String nonce = SecretGenerator.getInstance().randomString();
        // In octets: Keycloak puts a script of its own into a page that ends a login, where it finds text.
        String page = PAGE.formatted(nonce, inScript(message), inScript(origin));
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        return Response.ok(page.getBytes(StandardCharsets.UTF_8))
                .type(MediaType.TEXT_HTML_TYPE.withCharset(StandardCharsets.UTF_8.name()))
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; base-uri 'none'; script-src 'nonce-" + nonce + "'; frame-ancestors "
                                + origin)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "none")
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .build();
    }

    private static String inScript(Object value) {
        try {
            return SCRIPT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing in a value can end the script, begin a comment, or end a line of it (HTML section 4.12.1.3). */
    private static final class ScriptEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (char dangerous : "<>&'/".toCharArray()) {
                escapes[dangerous] = CharacterEscapes.ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public @Nullable SerializedString getEscapeSequence(int character) {
            return character == '\u2028' || character == '\u2029'
                    ? new SerializedString(String.format("\\u%04x", character))
                    : null;
        }
    }
}
