package io.refreshgrants.keycloak.adapter.authorize;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A redirect with an error that says everything once. Keycloak 26.7.0 adds a parameter beside another of its name, and an
 * application reads the first; later versions replace it.
 */
final class ErrorRedirect {

    /** A parameter that comes again behind it. */
    private static final Pattern REPLACED =
            Pattern.compile("(?<=[?#&])(error|error_description|iss)=[^&#]*&(?=(?:[^#]*&)?\\1=)");

    private ErrorRedirect() {}

    /** The redirect with the last of each parameter; anything else as it is. */
    static Response withTheLastOfEach(Response answer) {
        URI location = answer.getLocation();
        URI corrected = location == null ? null : lastOfEach(location);
        return corrected == null || corrected.equals(location)
                ? answer
                : Response.fromResponse(answer).location(corrected).build();
    }

    static URI lastOfEach(URI location) {
        return URI.create(REPLACED.matcher(location.toString()).replaceAll(""));
    }
}
