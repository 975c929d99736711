using System.Runtime.CompilerServices;

namespace QmpGen;

/// <summary>Formats values of generated enums that the schema does not declare as their wire names.</summary>
internal static class EnumText
{
    // Does not keep assemblies from being unloaded.
    private static readonly ConditionalWeakTable<Type, Func<Enum, string>> s_unknownNames = [];

    /// <summary>Registers an enum with a function that returns the wire name of an unknown value, or an empty
    /// text.</summary>
    public static void Register(Type type, Func<Enum, string> findUnknown) =>
        s_unknownNames.AddOrUpdate(type, findUnknown);

    /// <summary>Formats any value like <see cref="object.ToString"/>, and unknown enum values as wire names.</summary>
    public static string? Format(object? value) =>
        value is Enum item
        && s_unknownNames.TryGetValue(item.GetType(), out Func<Enum, string>? find)
        && find(item) is { Length: > 0 } name
            ? name
            : value?.ToString();
}
