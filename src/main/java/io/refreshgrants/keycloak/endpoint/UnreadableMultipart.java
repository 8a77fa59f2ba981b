package io.refreshgrants.keycloak.endpoint;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;

/** The same as {@link UnreadableForm} for what the server throws over a multipart body. */
@Provider
public final class UnreadableMultipart implements ExceptionMapper<IOException> {

    @Override
    public Response toResponse(IOException failure) {
        return UnreadableForm.answer(failure);
    }
}
