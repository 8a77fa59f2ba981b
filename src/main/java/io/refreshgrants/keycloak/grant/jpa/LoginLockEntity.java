package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row to wait on. The change log makes all there are, so that nothing has to make one in a race. */
@Entity
@Table(name = "RG_LOGIN_LOCK")
class LoginLockEntity {

    static final int COUNT = 32;

    @Id
    @Column(name = "ID")
    Integer id;
}
