package org.kan4j.spark;

import java.io.Serializable;

/**
 * A model and how its fit went.
 *
 * @param model the model
 * @param summary its errors
 */
record FittedModel(ModelBytes model, FitSummary summary) implements Serializable {}
