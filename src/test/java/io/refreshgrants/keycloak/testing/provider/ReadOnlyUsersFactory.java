package io.refreshgrants.keycloak.testing.provider;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.adapter.AbstractUserAdapter;
import org.keycloak.storage.user.UserLookupProvider;

/** Users of a directory that Keycloak only reads: everybody whose name begins with {@code reader}, with it as password. */
public final class ReadOnlyUsersFactory implements UserStorageProviderFactory<ReadOnlyUsersFactory.Users> {

    @Override
    public Users create(KeycloakSession session, ComponentModel model) {
        return new Users(session, model);
    }

    @Override
    public String getId() {
        return "testing-read-only-users";
    }

    /** The directory. */
    record Users(KeycloakSession session, ComponentModel model)
            implements UserStorageProvider, UserLookupProvider, CredentialInputValidator {

        @Override
        public UserModel getUserById(RealmModel realm, String id) {
            return getUserByUsername(realm, StorageId.externalId(id));
        }

        @Override
        public UserModel getUserByUsername(RealmModel realm, String username) {
            if (!username.startsWith("reader")) {
                return null;
            }
            return new AbstractUserAdapter(session, realm, model) {
                @Override
                public String getUsername() {
                    return username;
                }

                @Override
                public Map<String, List<String>> getAttributes() {
                    return Map.of(
                            USERNAME, List.of(username),
                            EMAIL, List.of(username + "@example.com"),
                            FIRST_NAME, List.of("Test"),
                            LAST_NAME, List.of("Reader"));
                }

                @Override
                public Stream<String> getAttributeStream(String name) {
                    return getAttributes().getOrDefault(name, List.of()).stream();
                }

                @Override
                public String getFirstAttribute(String name) {
                    return getAttributeStream(name).findFirst().orElse(null);
                }

                @Override
                public String getEmail() {
                    return getFirstAttribute(EMAIL);
                }

                @Override
                public String getFirstName() {
                    return getFirstAttribute(FIRST_NAME);
                }

                @Override
                public String getLastName() {
                    return getFirstAttribute(LAST_NAME);
                }

                @Override
                public SubjectCredentialManager credentialManager() {
                    return session.users().getUserCredentialManager(this);
                }
            };
        }

        @Override
        public UserModel getUserByEmail(RealmModel realm, String email) {
            return null;
        }

        @Override
        public boolean supportsCredentialType(String type) {
            return PasswordCredentialModel.TYPE.equals(type);
        }

        @Override
        public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
            return supportsCredentialType(type);
        }

        @Override
        public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
            return user.getUsername().equals(input.getChallengeResponse());
        }

        @Override
        public void close() {}
    }
}
