package io.refreshgrants.keycloak.signing;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says at Keycloak's {@code /health/ready} who signs tokens. It is always up: a server that signs in Java is well. */
@Readiness
@Singleton
final class SigningHealth implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("Refresh Grants signing").up();
        CurrentSigners.byAlgorithm().forEach(response::withData);
        return response.build();
    }
}
