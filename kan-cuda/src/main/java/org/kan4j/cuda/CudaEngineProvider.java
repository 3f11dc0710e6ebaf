package org.kan4j.cuda;

import org.kan4j.kernel.Engine;
import org.kan4j.kernel.EngineProvider;

/** Makes {@link CudaEngine}s. */
public final class CudaEngineProvider implements EngineProvider {
    @Override
    public String device() {
        return "cuda";
    }

    @Override
    public Engine open(Engine host) {
        return new CudaEngine(CudaDevice.open(), host);
    }
}
