package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an application keeps about a family. The row goes with the family's. */
@Entity
@Table(name = "RG_FAMILY_METADATA")
class FamilyMetadataEntity {

    @Id
    @Column(name = "FAMILY_ID")
    String familyId;

    /** A JSON object of texts in ASCII, whatever the database's character set. */
    @Column(name = "METADATA", columnDefinition = "TEXT")
    String metadata;
}
