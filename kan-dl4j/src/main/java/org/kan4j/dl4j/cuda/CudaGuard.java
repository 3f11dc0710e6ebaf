package org.kan4j.dl4j.cuda;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Stands beside ND4J's backends and never runs: ND4J finds all of them by {@link java.util.ServiceLoader} and asks for their
 * priorities before it starts the first, and that is when this one looks at the devices. Whoever builds a network with kan4j on
 * the class path gets the message of {@link CudaBackend#check} so, without a call.
 */
public final class CudaGuard extends Nd4jBackend {
    /** For the service loader. */
    public CudaGuard() {}

    /**
     * The lowest.
     *
     * @throws IllegalStateException as {@link CudaBackend#check}
     */
    @Override
    public int getPriority() {
        CudaBackend.check();
        // ND4J subtracts priorities; half the range cannot overflow.
        return Integer.MIN_VALUE / 2;
    }

    @Override
    public boolean isAvailable() {
        return false;
    }

    @Override
    public boolean canRun() {
        return false;
    }

    @Override
    public boolean allowsOrder() {
        return false;
    }

    @Override
    public Resource getConfigurationResource() {
        throw neverChosen();
    }

    @Override
    @SuppressWarnings("rawtypes") // as ND4J declares it
    public Class getNDArrayClass() {
        throw neverChosen();
    }

    @Override
    public Environment getEnvironment() {
        throw neverChosen();
    }

    @Override
    public String buildInfo() {
        throw neverChosen();
    }

    @Override
    public void logBackendInit() {
        throw neverChosen();
    }

    private static UnsupportedOperationException neverChosen() {
        return new UnsupportedOperationException("CudaGuard: a check, not a backend");
    }
}
