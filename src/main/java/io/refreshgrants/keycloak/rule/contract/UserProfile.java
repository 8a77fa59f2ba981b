package io.refreshgrants.keycloak.rule.contract;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** A Keycloak user in Auth0's shape. */
public final class UserProfile {

    /**
     * The attribute that counts a user's logins. It has the name that Auth0 uses in exports, so an import carries it
     * over.
     */
    public static final String LOGINS_COUNT = "logins_count";

    private static final String PASSWORD_RESET = "last_password_reset";
    private static final String MULTIFACTOR = "multifactor";
    private static final List<String> SECOND_FACTORS = List.of(
            OTPCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_TWOFACTOR, RecoveryAuthnCodesCredentialModel.TYPE);

    private final KeycloakSession session;
    private final UserModel user;
    private final RealmConfiguration configuration;
    private final Mentions mentions;
    private final Map<String, Object> appMetadata;
    private final Map<String, Object> userMetadata;

    UserProfile(KeycloakSession session, UserModel user, RealmConfiguration configuration, Mentions mentions) {
        this.session = session;
        this.user = user;
        this.configuration = configuration;
        this.mentions = mentions;
        UserMetadata metadata = new UserMetadata(configuration);
        this.appMetadata = metadata.app(user);
        this.userMetadata = metadata.user(user);
    }

    /** The {@code user} of a rule. Empty metadata objects are omitted, and app metadata also appear at the root. */
    public Map<String, Object> forRule() {
        Map<String, Object> profile = profile();
        appMetadata.forEach((key, value) -> {
            if (!key.equals("user_id")) {
                profile.put(key, value);
            }
        });
        if (!appMetadata.isEmpty()) {
            profile.put("app_metadata", appMetadata);
        }
        if (!userMetadata.isEmpty()) {
            profile.put("user_metadata", userMetadata);
        }
        return profile;
    }

    /** The {@code event.user} of an action. Metadata objects are always present. */
    Map<String, Object> forAction() {
        Map<String, Object> profile = profile();
        profile.put("app_metadata", appMetadata);
        profile.put("user_metadata", userMetadata);
        return profile;
    }

    private Map<String, Object> profile() {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("user_id", user.getId());
        put(profile, "username", user.getUsername());
        put(profile, "email", user.getEmail());
        profile.put("email_verified", user.isEmailVerified());
        put(profile, "given_name", user.getFirstName());
        put(profile, "family_name", user.getLastName());
        profile.put("name", name());
        profile.put("nickname", attribute("nickname").orElse(user.getUsername()));
        profile.put("picture", attribute("picture").orElse(""));
        attribute("phoneNumber").or(() -> attribute("phone_number")).ifPresent(number -> {
            profile.put("phone_number", number);
            profile.put(
                    "phone_verified",
                    attribute("phoneNumberVerified")
                            .or(() -> attribute("phone_number_verified"))
                            .map(Boolean::valueOf)
                            .orElse(false));
        });
        if (user.getCreatedTimestamp() != null) {
            String created = Instant.ofEpochMilli(user.getCreatedTimestamp()).toString();
            profile.put("created_at", created);
            profile.put("updated_at", created); // Keycloak does not record later changes.
        }
        lastPasswordReset().ifPresent(at -> profile.put(PASSWORD_RESET, at.toString()));
        profile.put("identities", new Identities(session, user, configuration).json(mentions.contain("identities")));
        if (hasSecondFactor()) {
            profile.put(MULTIFACTOR, List.of("guardian"));
        }
        return profile;
    }

    /** Auth0 names the provider of the factors instead of the factors; its own is guardian. */
    private boolean hasSecondFactor() {
        return mentions.contain(MULTIFACTOR)
                && SECOND_FACTORS.stream()
                        .anyMatch(type -> user.credentialManager()
                                .getStoredCredentialsByTypeStream(type)
                                .findAny()
                                .isPresent());
    }

    private String name() {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? user.getUsername() : name;
    }

    /** Looked up only for scripts that mention it, because credentials are not cached. */
    private Optional<Instant> lastPasswordReset() {
        if (!mentions.contain(PASSWORD_RESET)) {
            return Optional.empty();
        }
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(created -> created != null)
                .findFirst()
                .map(Instant::ofEpochMilli);
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(user.getFirstAttribute(name)).filter(value -> !value.isBlank());
    }

    private static void put(Map<String, Object> profile, String name, String value) {
        if (value != null) {
            profile.put(name, value);
        }
    }
}
