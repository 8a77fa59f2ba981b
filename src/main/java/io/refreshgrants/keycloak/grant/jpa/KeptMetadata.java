package io.refreshgrants.keycloak.grant.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.refreshgrants.keycloak.grant.Metadata;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statements for what applications keep about families: in a table of its own, so that a refresh has nothing to do with it. */
final class KeptMetadata {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String OF_FAMILIES = """
            select m.familyId, m.metadata from FamilyMetadataEntity m where m.familyId in :ids""";

    private final EntityManager em;

    KeptMetadata(EntityManager em) {
        this.em = em;
    }

    Map<String, Metadata> of(Collection<String> familyIds) {
        return familyIds.isEmpty()
                ? Map.of()
                : em.createQuery(OF_FAMILIES, Object[].class).setParameter("ids", familyIds).getResultList().stream()
                        .collect(Collectors.toMap(row -> (String) row[0], row -> read((String) row[1])));
    }

    /** Two who write at once wait for each other on the family's row. */
    void replace(String familyId, Metadata metadata) {
        FamilyEntity family = em.find(FamilyEntity.class, familyId, LockModeType.PESSIMISTIC_WRITE);
        if (family == null) {
            return;
        }
        em.detach(family); // A second read in this transaction must see the table.
        FamilyMetadataEntity row = em.find(FamilyMetadataEntity.class, familyId);
        if (row == null && !metadata.isEmpty()) {
            FamilyMetadataEntity first = new FamilyMetadataEntity();
            first.familyId = familyId;
            first.metadata = written(metadata);
            em.persist(first);
        } else if (row != null && metadata.isEmpty()) {
            em.remove(row);
        } else if (row != null) {
            row.metadata = written(metadata);
        }
    }

    private static String written(Metadata metadata) {
        try {
            return JSON.writeValueAsString(metadata.entries());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are JSON", e);
        }
    }

    private static Metadata read(String json) {
        try {
            return new Metadata(JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Metadata of a refresh token family is no JSON object of texts", e);
        }
    }
}
