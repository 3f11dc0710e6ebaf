/** A trained network in the units and names of its data: what is saved, loaded and used to predict. */
package org.kan4j.model;
