using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model.Documentation;

/// <summary>What QEMU's source says about a feature.</summary>
internal sealed record FeatureDoc(string Name, string Text);

/// <summary>What QEMU's source says about a command, an event, a type, a member or a value.</summary>
/// <param name="Name">The name that it has there.</param>
/// <param name="Text">The text in XML, on one line; empty where there is none.</param>
/// <param name="Since">The QEMU that had it first, where the source says so.</param>
/// <param name="Features">The features of the whole definition, which may be those of its members.</param>
internal sealed record EntityDoc(string Name, string Text, string? Since, EquatableArray<FeatureDoc> Features);

/// <summary>A definition of QEMU's source with its documentation.</summary>
/// <param name="Parts">The members, arguments or values that it tells about; of an alternate the branches, by the type
/// that a dump shows.</param>
/// <param name="Parent">The type whose members it has too, as its base or because a command's <c>data</c> names it;
/// empty where there is none.</param>
internal sealed record DefinitionDoc(EntityDoc Self, EquatableArray<EntityDoc> Parts, string Parent);
