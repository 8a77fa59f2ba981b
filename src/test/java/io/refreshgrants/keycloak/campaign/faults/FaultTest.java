package io.refreshgrants.keycloak.campaign.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test of faults of what the nodes depend on, which gets the {@link FaultyCluster} as a parameter. All classes share it.
 * One of them at a time runs beside the tests of other servers.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("processes")
@Tag("faults")
@ExtendWith(FaultyClusterExtension.class)
@ResourceLock("faulty cluster")
@Order(5)
@interface FaultTest {}
