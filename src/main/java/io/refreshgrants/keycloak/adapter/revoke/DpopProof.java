package io.refreshgrants.keycloak.adapter.revoke;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.common.VerificationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.DPoPUtil;

/**
 * Checks the DPoP proof of a request (RFC 9449 section 4.2) with Keycloak's code, but marks it as used only afterwards.
 * A client policy may check the same proof in the same request ({@code dpop-bind-enforcer}), and Keycloak refuses a
 * proof that it has seen.
 */
final class DpopProof {

    private final KeycloakSession session;
    private final Map<String, Long> uses = new HashMap<>();

    DpopProof(KeycloakSession session) {
        this.session = session;
    }

    /** Refuses a request without a fresh proof of the key that the token is bound to. */
    void check(AccessToken token) throws VerificationException {
        DPoPUtil.validateBinding(
                token,
                new DPoPUtil.Validator(notingUses())
                        .request(session.getContext().getHttpRequest())
                        .uriInfo(session.getContext().getUri())
                        .validate());
    }

    /** Marks the proof as used, unless a client policy has done so. */
    void spend() {
        uses.forEach(session.singleUseObjects()::putIfAbsent);
    }

    private KeycloakSession notingUses() {
        SingleUseObjectProvider seen =
                instead(SingleUseObjectProvider.class, session.singleUseObjects(), "putIfAbsent", this::isUnseen);
        return instead(KeycloakSession.class, session, "singleUseObjects", any -> seen);
    }

    private boolean isUnseen(Object[] keyAndLifespan) {
        uses.put((String) keyAndLifespan[0], (Long) keyAndLifespan[1]);
        return !session.singleUseObjects().contains((String) keyAndLifespan[0]);
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T instead(Class<T> type, T original, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) ->
                        called.getName().equals(method) ? answer.to(arguments) : call(original, called, arguments)));
    }

    private static Object call(Object original, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
