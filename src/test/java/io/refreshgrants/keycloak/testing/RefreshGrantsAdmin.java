package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The admin REST API of the extension in one realm, as a certain admin. */
public record RefreshGrantsAdmin(DemoRealm realm, Admin admin) {

    /** As the admin of the server. */
    public static RefreshGrantsAdmin of(DemoRealm realm) {
        return new RefreshGrantsAdmin(realm, realm.admin());
    }

    /** The same as another admin. */
    public RefreshGrantsAdmin as(Admin other) {
        return new RefreshGrantsAdmin(realm, other);
    }

    public Answer get(String path) {
        return admin.get(whole(path));
    }

    public Answer post(String path, Object body) {
        return admin.post(whole(path), body);
    }

    public Answer put(String path, Object body) {
        return admin.put(whole(path), body);
    }

    /** PUT of a version that is still there. */
    public Answer putIfMatch(String path, Object body, String entityTag) {
        return admin.putIfMatch(whole(path), body, entityTag);
    }

    public Answer delete(String path) {
        return admin.delete(whole(path));
    }

    private String whole(String path) {
        return "/" + realm.name() + "/refresh-grants/" + path;
    }

    public String user(String username) {
        return "users/" + realm.users().id(username);
    }

    public String client(Application application) {
        return "clients/" + realm.clients().id(application);
    }

    public String api(String scope) {
        return "apis/" + realm.clients().scopeId(scope);
    }

    /** The grants of a page. */
    public List<JsonNode> grants(String path) {
        return elements(expect(200, get(path)).json().path("grants"));
    }

    /** The ids of the families on all pages of a list of grants, each page asked for by the cursor of the one before. */
    public List<String> familiesOnAllPages(String path) {
        List<String> ids = new ArrayList<>();
        String next = "";
        while (next != null) {
            String cursor = next.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "after=" + next;
            Answer page = expect(200, get(path + cursor));
            elements(page.json().path("grants")).forEach(grant -> ids.addAll(familyIds(grant)));
            next = page.text("next");
        }
        return ids;
    }

    public static List<String> familyIds(JsonNode grant) {
        return elements(grant.path("families")).stream()
                .map(family -> family.path("id").asText())
                .toList();
    }

    public static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** The newest admin event of the extension about this type of resource. */
    public JsonNode newestEvent(String resourceType) {
        return elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name() + "/admin-events?max=20&resourcePath=refresh-grants/*"))
                        .json())
                .stream()
                .filter(event -> event.path("resourceType").asText().equals(resourceType))
                .findFirst()
                .orElseThrow();
    }
}
