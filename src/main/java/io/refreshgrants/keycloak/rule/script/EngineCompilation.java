package io.refreshgrants.keycloak.rule.script;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Whether HotSpot compiles the loop in which QuickJS interprets scripts. It is one method of 57 KB of bytecode: one of more
 * than 8 KB is only interpreted itself, and one of that many nodes is given up half way, unless options say otherwise.
 */
public final class EngineCompilation {

    private static final Logger LOG = Logger.getLogger(EngineCompilation.class);

    /** The options of Java. Tried with JDK 17 and 25; with 240000 nodes it was still interpreted on 17. */
    public static final String OPTIONS = "-XX:-DontCompileHugeMethods -XX:MaxNodeLimit=400000 -XX:NodeLimitFudgeFactor=8000";

    private static final int NODES = 400_000;

    private final AtomicBoolean said = new AtomicBoolean();

    /** Tells the admin of a realm with scripts, once, what would make them faster. */
    void advise() {
        if (!said.getAndSet(true) && !isEnabled()) {
            LOG.infof("The engine of rules runs several times faster when Java is started with %s", OPTIONS);
        }
    }

    private static boolean isEnabled() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (machine == null) {
            return true; // Another virtual machine, of whose compiler this knows nothing.
        }
        try {
            return !Boolean.parseBoolean(machine.getVMOption("DontCompileHugeMethods").getValue())
                    && Integer.parseInt(machine.getVMOption("MaxNodeLimit").getValue()) >= NODES;
        } catch (IllegalArgumentException e) {
            return true; // A later HotSpot without these options.
        }
    }
}
