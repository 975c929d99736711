using System.Reflection;
using Qemu;
using QmpGen.CodeGeneration;

namespace QmpGen.MergedBindings.Tests;

/// <summary>Everything in the generated namespace that <c>Supports</c> accepts.</summary>
internal static class GeneratedParts
{
    private static readonly MethodInfo s_ofType = FindMethod(parameterCount: 0);

    private static readonly MethodInfo s_ofFeature = FindMethod(parameterCount: 1);

    public static IEnumerable<(string Name, Func<QemuClient, bool> Supports)> All
    {
        get
        {
            foreach (Type type in typeof(QemuClient).Assembly.GetTypes().Where(IsPart))
            {
                yield return (type.FullName!, vm => Invoke(s_ofType.MakeGenericMethod(type), vm));
            }

            foreach (Type type in typeof(QemuFeatures).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic))
            {
                foreach (object value in Enum.GetValues(type))
                {
                    yield return ($"{type.Name}.{value}", vm => Invoke(s_ofFeature.MakeGenericMethod(type), vm, value));
                }
            }
        }
    }

    private static bool IsPart(Type type) =>
        type.Namespace == nameof(Qemu)
        && type != typeof(QemuClient)
        && !(type.IsAbstract && type.IsSealed)
        && type.DeclaringType != typeof(QemuFeatures)
        && type.Name is not "UnknownBranch"
        && !type.Name.Contains('<', StringComparison.Ordinal)
        && !type.FullName!.Contains('<', StringComparison.Ordinal)
        && !typeof(IQmpAlternate).IsAssignableFrom(type.DeclaringType);

    private static MethodInfo FindMethod(int parameterCount) =>
        typeof(QmpClient)
            .GetMethods()
            .Single(method =>
                method is { Name: nameof(QmpClient.Supports), IsGenericMethod: true }
                && method.GetParameters().Length == parameterCount
            );

    private static bool Invoke(MethodInfo method, QemuClient vm, params object[] arguments) =>
        (bool)method.Invoke(vm, arguments)!;
}
