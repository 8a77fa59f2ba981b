package io.refreshgrants.keycloak.administration;

import java.util.Map;
import org.keycloak.events.admin.OperationType;

/** Writes the admin events of a request. */
public interface AuditTrail {

    /** Rules and their trials. */
    String RULE = "REFRESH_GRANTS_RULE";

    /** Families that were revoked. */
    String FAMILIES = "REFRESH_GRANTS_FAMILIES";

    /** APIs, and which clients may ask for them. */
    String API = "REFRESH_GRANTS_API";

    /** Settings of an application or of the realm. */
    String SETTINGS = "REFRESH_GRANTS_SETTINGS";

    /**
     * Writes an event with the path of the request.
     *
     * @param resource the type of what was changed or seen
     * @param details what else the event says; no secret
     */
    default void record(OperationType operation, String resource, Map<String, String> details) {
        record(operation, resource, "", details);
    }

    /**
     * Writes an event about something below the path of the request.
     *
     * @param id what follows the path; empty for nothing
     */
    void record(OperationType operation, String resource, String id, Map<String, String> details);
}
