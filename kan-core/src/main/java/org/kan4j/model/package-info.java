/**
 * A trained network in the units and names of its data: what is saved, loaded and used to predict. Tables do not belong here, nor how a
 * model came about.
 */
package org.kan4j.model;
