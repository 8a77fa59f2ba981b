package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Endpoint;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The description of the admin REST API, made from annotations and records; what each path does, and the right that it
 * takes, come from docs/admin-api.md.
 */
final class OpenApi {

    private static final Path PAGE = Path.of("docs", "admin-api.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z]+ [^`]+)` \\| (.+) \\| (.+) \\|$");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Schemas schemas = new Schemas();
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    OpenApi() throws IOException {
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            rows.put(row.group(1), List.of(plain(row.group(2)), plain(row.group(3))));
        }
    }

    private static String plain(String markdown) {
        return markdown.replaceAll("\\[([^\\]]+)\\]\\([^)]+\\)", "$1").replace("`", "");
    }

    /** The rows of the page. */
    List<String> documented() {
        return List.copyOf(rows.keySet());
    }

    ObjectNode document(String version) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", "Refresh Grants for Keycloak: admin REST API")
                .put("version", version);
        document.putArray("servers")
                .addObject()
                .put("url", "/admin/realms/{realm}/refresh-grants")
                .putObject("variables")
                .putObject("realm")
                .put("default", "master");
        document.putArray("security").addObject().putArray("admin");
        ObjectNode paths = document.putObject("paths");
        Endpoint.below(RefreshGrantsAdminResource.class).forEach(endpoint -> add(endpoint, paths));
        ObjectNode components = document.putObject("components");
        ObjectNode error = JSON.objectNode().put("type", "object");
        ObjectNode properties = error.putObject("properties");
        properties.putObject("errorMessage").put("type", "string");
        properties.putObject("field").put("type", "string");
        ObjectNode all = schemas.all();
        all.set("Error", error);
        components.set("schemas", all);
        components
                .putObject("securitySchemes")
                .putObject("admin")
                .put("type", "http")
                .put("scheme", "bearer");
        return document;
    }

    private void add(Endpoint endpoint, ObjectNode paths) {
        List<String> row = rows.getOrDefault(endpoint.row(), List.of("", ""));
        ObjectNode operation = paths.withObjectProperty(endpoint.path())
                .putObject(endpoint.verb().toLowerCase(Locale.ROOT))
                .put("operationId", endpoint.operationId())
                .put("summary", row.get(0))
                .put("description", "Right: " + row.get(1));
        ArrayNode parameters = JSON.arrayNode();
        endpoint.way().stream()
                .flatMap(method -> Stream.of(method.getParameters()))
                .forEach(parameter -> add(parameter, parameters, operation));
        Optional.ofNullable(endpoint.answering().getAnnotation(Query.class))
                .ifPresent(query ->
                        Stream.of(query.value()).forEach(name -> parameters.add(parameter("query", name, false))));
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        ObjectNode responses = operation.putObject("responses");
        answer(endpoint.answering(), responses);
        responses
                .putObject("default")
                .put("description", "Refused")
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Error");
    }

    private void add(Parameter parameter, ArrayNode parameters, ObjectNode operation) {
        if (parameter.isAnnotationPresent(PathParam.class)) {
            parameters.add(
                    parameter("path", parameter.getAnnotation(PathParam.class).value(), true));
        } else if (parameter.isAnnotationPresent(HeaderParam.class)) {
            parameters.add(parameter(
                    "header", parameter.getAnnotation(HeaderParam.class).value(), false));
        } else {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            body.putObject("content")
                    .putObject("application/json")
                    .set("schema", schemas.of(parameter.getParameterizedType()));
        }
    }

    private static ObjectNode parameter(String in, String name, boolean required) {
        ObjectNode parameter = JSON.objectNode().put("name", name).put("in", in).put("required", required);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private void answer(Method method, ObjectNode responses) {
        if (method.getReturnType() == void.class) {
            responses.putObject("204").put("description", "Done");
            return;
        }
        Answers answers = method.getAnnotation(Answers.class);
        if (answers == null && method.getReturnType() == Response.class) {
            throw new IllegalArgumentException(method + " does not say what it answers with");
        }
        responses
                .putObject(answers == null ? "200" : String.valueOf(answers.status()))
                .put("description", "Done")
                .putObject("content")
                .putObject("application/json")
                .set("schema", schemas.of(answers == null ? method.getGenericReturnType() : answers.value()));
    }
}
