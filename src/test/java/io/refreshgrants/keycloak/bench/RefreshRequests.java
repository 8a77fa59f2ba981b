package io.refreshgrants.keycloak.bench;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refreshes one token after the other, those of many users in turn; a rotated one is replaced by its successor. */
final class RefreshRequests implements Load.Requests {

    private final URI uri;
    private final boolean json;
    private final Application application;
    private final List<String> tokens;
    private int at = -1;

    RefreshRequests(URI uri, boolean json, Application application, List<String> tokens) {
        this.uri = uri;
        this.json = json;
        this.application = application;
        this.tokens = new ArrayList<>(tokens);
    }

    @Override
    public Optional<HttpRequest> next() {
        at = (at + 1) % tokens.size();
        var parameters = application.refresh(tokens.get(at));
        return Optional.of(HttpRequest.newBuilder(uri)
                .header("Content-Type", json ? Http.JSON : Http.FORM)
                .POST(BodyPublishers.ofString(json ? Http.json(parameters) : Http.form(parameters)))
                .build());
    }

    @Override
    public void answered(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        Answer answer = new Answer(response.statusCode(), Map.of(), response.body());
        if (answer.has("refresh_token")) {
            tokens.set(at, answer.refreshToken());
        }
    }
}
