namespace QmpGen.Generator.Names.Catalogue;

/// <summary>What a part is to the command, event or type that it is a part of.</summary>
internal enum PartRole
{
    Arguments,
    Returns,

    /// <summary>A member of an object.</summary>
    Member,

    /// <summary>A case of a flat union's tag.</summary>
    Case,

    /// <summary>A value of an enum.</summary>
    Value,

    /// <summary>A kind of JSON value that an alternate takes.</summary>
    Kind,
}

/// <summary>A place within a command, event or type, by what a dump shows of it.</summary>
/// <param name="Role">What it is there.</param>
/// <param name="Name">Its wire name; empty where the role says it all.</param>
internal readonly record struct PartKey(PartRole Role, string Name)
{
    public static readonly PartKey Arguments = new(PartRole.Arguments, "");

    public static readonly PartKey Returns = new(PartRole.Returns, "");
}
