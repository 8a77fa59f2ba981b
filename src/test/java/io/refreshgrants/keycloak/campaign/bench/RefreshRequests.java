package io.refreshgrants.keycloak.campaign.bench;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import java.net.URI;
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
    public Optional<Request> next() {
        at = (at + 1) % tokens.size();
        return Optional.of(new Request(uri, json, application.refresh(tokens.get(at))));
    }

    @Override
    public void answered(Request.Response response) {
        if (response.status() != 200) {
            throw new IllegalStateException(response.status() + " " + response.body());
        }
        if (response.body().contains("\"refresh_token\"")) {
            tokens.set(at, new Answer(response.status(), Map.of(), response.body()).refreshToken());
        }
    }
}
