using System.Collections.Concurrent;
using System.Reflection;
using Xunit;

namespace QmpGen.Generator.Tests;

/// <summary>
/// Walks through everything that a model refers to. A model outlives its run, so that nothing of Roslyn's may be in it,
/// which would keep a whole compilation alive, and
/// nothing of the JSON that it comes from.
/// </summary>
internal static class ModelWalk
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = [];

    /// <summary>Looks at models.</summary>
    /// <returns>How many objects there are in them.</returns>
    public static int Check(IEnumerable<object> models)
    {
        HashSet<object> met = new(ReferenceEqualityComparer.Instance);
        Stack<object> rest = new(models);
        while (rest.TryPop(out object? item))
        {
            if (!met.Add(item))
            {
                continue;
            }

            Type type = item.GetType();
            Assert.False(IsForbidden(type), $"{type} is in a model.");
            foreach (FieldInfo field in s_fields.GetOrAdd(type, FieldsOf))
            {
                Push(field.GetValue(item));
            }

            if (item is Array array && !IsPlain(type.GetElementType()!))
            {
                foreach (object? element in array)
                {
                    Push(element);
                }
            }
        }

        return met.Count;

        void Push(object? value)
        {
            if (value is not null && !IsPlain(value.GetType()))
            {
                rest.Push(value);
            }
        }
    }

    private static bool IsForbidden(Type type) =>
        (!type.IsValueType && type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) is true)
        || type.Namespace == "QmpGen.Generator.Json";

    /// <summary>The fields that may refer to something.</summary>
    private static FieldInfo[] FieldsOf(Type type) =>
        [
            .. type.GetFields(
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
                )
                .Where(field => !IsPlain(field.FieldType)),
            .. type.BaseType is { } parent ? FieldsOf(parent) : [],
        ];

    private static bool IsPlain(Type type) =>
        type == typeof(string)
        || type.IsPrimitive
        || type.IsEnum
        || type.IsPointer
        || (type.IsValueType && !type.IsGenericType && FieldsOf(type).Length == 0);
}
