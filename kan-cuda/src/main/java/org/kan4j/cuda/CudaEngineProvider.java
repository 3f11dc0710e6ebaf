package org.kan4j.cuda;

import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;

/** Makes engines on an NVIDIA GPU. */
public final class CudaEngineProvider implements EngineProvider {
    /** For {@link java.util.ServiceLoader}. */
    public CudaEngineProvider() {}

    @Override
    public String device() {
        return "cuda";
    }

    @Override
    public Engine open(Engine host) {
        return new CudaEngine(CudaDevice.open(), host);
    }
}
