package io.refreshgrants.keycloak.adapter.logout;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.requiredactions.RecoveryAuthnCodesAction;
import org.keycloak.authentication.requiredactions.UpdateEmail;
import org.keycloak.authentication.requiredactions.UpdatePassword;
import org.keycloak.authentication.requiredactions.UpdateTotp;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.models.KeycloakSession;

/** Replace Keycloak's required actions that offer <em>Sign out from other devices</em>. */
public final class SignOutElsewhereActions {

    private SignOutElsewhereActions() {}

    /** A new password. */
    public static final class Password extends UpdatePassword {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }

    /** A new e-mail address. */
    public static final class Email extends UpdateEmail {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }

    /** An app for one-time passwords. */
    public static final class Totp extends UpdateTotp {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }

    /** Recovery codes. */
    public static final class RecoveryCodes extends RecoveryAuthnCodesAction {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }

    /** A security key. */
    public static final class SecurityKey extends WebAuthnRegisterFactory {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }

    /** A passkey. */
    public static final class Passkey extends WebAuthnPasswordlessRegisterFactory {

        @Override
        public RequiredActionProvider create(KeycloakSession session) {
            return SignOutElsewhereAction.of(super.create(session));
        }

        @Override
        public int order() {
            return Precedence.OVER_KEYCLOAK;
        }
    }
}
