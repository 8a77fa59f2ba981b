package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row to lock. The change log inserts all of them, so none has to be inserted in a race. */
@Entity
@Table(name = "RG_LOGIN_LOCK")
class LoginLockEntity {

    static final int COUNT = 32;

    @Id
    @Column(name = "ID")
    Integer id;
}
