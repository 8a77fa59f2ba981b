package io.refreshgrants.keycloak.rule.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.Attributes;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;

/** Lets rules write a user's attributes, if the realm's user profile would let an admin do so. */
public final class UserAttributes {

    private final KeycloakSession session;
    private final UserModel user;

    public UserAttributes(KeycloakSession session, UserModel user) {
        this.session = session;
        this.user = user;
    }

    /**
     * Writes all changes or, if one is not allowed, none.
     *
     * @param asked the values of each attribute; an empty list removes it
     * @throws IllegalArgumentException naming the attribute that is not allowed
     */
    public void write(Map<String, List<String>> asked) {
        Map<String, List<String>> before = user.getAttributes();
        Map<String, List<String>> changes = new HashMap<>(asked);
        changes.entrySet()
                .removeIf(change -> change.getValue().equals(before.getOrDefault(change.getKey(), List.of())));
        if (changes.isEmpty()) {
            return; // Most rules write the existing values; the user profile is not read for them.
        }
        Map<String, List<String>> after = new HashMap<>(before);
        after.putAll(changes);
        Attributes attributes = session.getProvider(UserProfileProvider.class)
                .create(UserProfileContext.USER_API, after, user)
                .getAttributes();
        changes.keySet().forEach(name -> check(attributes, name));
        changes.forEach((name, values) -> {
            if (values.isEmpty()) {
                user.removeAttribute(name);
            } else {
                user.setAttribute(name, values);
            }
        });
    }

    @SuppressWarnings("unchecked") // No listener of validation errors is passed.
    private static void check(Attributes attributes, String name) {
        if (attributes.isReadOnly(name)) {
            throw new IllegalArgumentException(
                    "The realm's user profile lets no admin write the attribute '" + name + "'");
        }
        if (!attributes.validate(name)) {
            throw new IllegalArgumentException(
                    "The realm's user profile does not allow the value of the attribute '" + name + "'");
        }
    }
}
