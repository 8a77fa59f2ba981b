package io.refreshgrants.keycloak.adapter.client;

import io.refreshgrants.keycloak.settings.SettingsProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.validation.DefaultClientValidationProvider;
import org.keycloak.validation.ValidationContext;
import org.keycloak.validation.ValidationResult;

/** Keycloak's validation of a client, plus that of its refresh token settings. */
final class ClientValidation extends DefaultClientValidationProvider {

    @Override
    public ValidationResult validate(ValidationContext<ClientModel> context) {
        super.validate(context);
        context.getSession()
                .getProvider(SettingsProvider.class)
                .problems(context.getObjectToValidate())
                .forEach(problem -> context.addError("attributes", problem));
        return context.toResult();
    }
}
