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
import org.keycloak.storage.adapter.AbstractUserAdapter;
import org.keycloak.storage.user.UserLookupProvider;

/** A directory without import: every entry is a user whose password is the name. */
final class Directory implements UserStorageProvider, UserLookupProvider, CredentialInputValidator {

    private final KeycloakSession session;
    private final ComponentModel model;

    Directory(KeycloakSession session, ComponentModel model) {
        this.session = session;
        this.model = model;
    }

    @Override
    public UserModel getUserById(RealmModel realm, String id) {
        return getUserByUsername(realm, StorageId.externalId(id));
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        if (model.get(DirectoryFactory.FAILS, false)) {
            throw new IllegalStateException("The directory does not answer");
        }
        return model.getConfig().getList(DirectoryFactory.ENTRIES).contains(username)
                ? new Entry(realm, username)
                : null;
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        return null;
    }

    @Override
    public boolean supportsCredentialType(String credentialType) {
        return PasswordCredentialModel.TYPE.equals(credentialType);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String credentialType) {
        return supportsCredentialType(credentialType);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return supportsCredentialType(input.getType()) && user.getUsername().equals(input.getChallengeResponse());
    }

    @Override
    public void close() {}

    private final class Entry extends AbstractUserAdapter {

        private final String username;

        Entry(RealmModel realm, String username) {
            super(Directory.this.session, realm, Directory.this.model);
            this.username = username;
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public Map<String, List<String>> getAttributes() {
            return Map.of(
                    UserModel.USERNAME, List.of(username),
                    UserModel.EMAIL, List.of(username + "@example.com"),
                    UserModel.FIRST_NAME, List.of("Test"),
                    UserModel.LAST_NAME, List.of("User"));
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
            return getFirstAttribute(UserModel.EMAIL);
        }

        @Override
        public String getFirstName() {
            return getFirstAttribute(UserModel.FIRST_NAME);
        }

        @Override
        public String getLastName() {
            return getFirstAttribute(UserModel.LAST_NAME);
        }

        /** Keycloak takes away at the login what an entry never has. */
        @Override
        public void removeRequiredAction(String action) {}

        @Override
        public SubjectCredentialManager credentialManager() {
            return session.users().getUserCredentialManager(this);
        }
    }
}
